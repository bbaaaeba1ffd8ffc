export type FormatErrorCode =
  | 'bad_base64'
  | 'bad_utf8'
  | 'bad_json'
  | 'bad_leaf'
  | 'bad_hash'
  | 'bad_proof'
  | 'bad_tile'
  | 'bad_note'
  | 'bad_vkey'
  | 'bad_signature'
  | 'unsigned'
  | 'bad_checkpoint'
  | 'bad_policy'
  | 'bad_receipt'
  | 'bad_body'
  | 'bad_content'
  | 'unknown_body';

/**
 * Bytes that are not what docs/formats/audit.md says they must be. It is separate from the product's error table
 * because this folder has to be readable, and runnable, without the product.
 */
export class AuditFormatError extends Error {
  readonly code: FormatErrorCode;

  constructor(code: FormatErrorCode, message: string) {
    super(message);
    this.name = 'AuditFormatError';
    this.code = code;
  }
}
