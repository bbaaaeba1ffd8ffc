import { decodeText, imageType, readDataUrl } from '../chat/data-url.ts';
import { readCacheMark } from '../chat/read-cache-mark.ts';
import type { DocumentBlock, ImageBlock, TextBlock } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';

export type ContentBlock = TextBlock | ImageBlock | DocumentBlock;

/**
 * Takes what an item says: text, or a list of parts.
 * @param name `content`, or `output` of a call's result
 * @throws MonagoError `invalid_request` where it is neither
 */
export function readContent(item: RequestFields, name: 'content' | 'output'): ContentBlock[] {
  const node = item.required(name, item.take(name));
  const at = item.place(name);
  const mark = readCacheMark(item);
  if (node.kind === 'string') return [{ kind: 'text', text: node.value, at, ...mark }];
  if (node.kind !== 'array') throw invalidRequest(at, 'must be a string or an array of parts');
  const blocks = node.items.flatMap((part, index) =>
    readPart(item.element(part, `${at}[${index}]`)),
  );
  const last = blocks.pop();
  return last ? [...blocks, { ...last, ...mark }] : [];
}

/** As `readContent`, where nothing but text is allowed. */
export function readText(item: RequestFields): TextBlock[] {
  return readContent(item, 'content').map((block) => {
    if (block.kind === 'text') return block;
    throw invalidRequest(block.at, 'must be text in a message of this role');
  });
}

function readPart(part: RequestFields): ContentBlock[] {
  const type = part.requiredString('type');
  const mark = readCacheMark(part);
  const blocks = readPartOfType(part, type);
  // The members of a part that is lost are lost with it.
  if (blocks !== undefined) part.close();
  return (blocks ?? []).map((block) => ({ ...block, ...mark }));
}

function readPartOfType(part: RequestFields, type: string): ContentBlock[] | undefined {
  switch (type) {
    case 'input_text':
    case 'output_text':
      return [readTextPart(part)];
    case 'refusal':
      return [{ kind: 'text', text: part.requiredString('refusal'), at: part.at }];
    case 'input_image':
      return readImage(part);
    case 'input_file':
      return readFile(part);
    default:
      part.ledger.lose(part.at, `is of the type ${JSON.stringify(type)}, which cannot be carried`);
      return undefined;
  }
}

function readTextPart(part: RequestFields): TextBlock {
  // These belong to the answer that the client sends back, not to the conversation.
  part.take('annotations');
  part.take('logprobs');
  return { kind: 'text', text: part.requiredString('text'), at: part.at };
}

const storedFile = 'refers to a file that only OpenAI has';

function readImage(part: RequestFields): ImageBlock[] {
  const detail = part.string('detail');
  if (detail !== undefined && detail !== 'auto') part.ledger.drop(part.place('detail'));
  const url = part.string('image_url');
  const isReference = part.take('file_id') !== undefined;
  if (url !== undefined) {
    return [{ kind: 'image', source: imageSource(url, part.place('image_url')), at: part.at }];
  }
  if (!isReference) throw invalidRequest(part.place('image_url'), 'is required');
  part.ledger.lose(part.place('file_id'), storedFile);
  return [];
}

function imageSource(url: string, at: string): ImageBlock['source'] {
  if (isWebAddress(url)) return { type: 'url', url };
  const source = readDataUrl(url, at);
  return { ...source, mediaType: imageType(source.mediaType, source.data) };
}

function readFile(part: RequestFields): DocumentBlock[] {
  part.drop('detail');
  const name = part.string('filename');
  const data = part.string('file_data');
  const url = part.string('file_url');
  const isReference = part.take('file_id') !== undefined;
  const named = { at: part.at, ...(name !== undefined && { name }) };
  if (data !== undefined) {
    return [{ kind: 'document', source: fileSource(data, part.place('file_data')), ...named }];
  }
  if (url !== undefined) {
    if (!isWebAddress(url)) throw invalidRequest(part.place('file_url'), 'must be an http(s) URL');
    return [{ kind: 'document', source: { type: 'url', url }, ...named }];
  }
  if (!isReference) throw invalidRequest(part.place('file_data'), 'is required');
  part.ledger.lose(part.place('file_id'), storedFile);
  return [];
}

function fileSource(url: string, at: string): DocumentBlock['source'] {
  const source = readDataUrl(url, at);
  if (source.mediaType !== 'text/plain') return source;
  return { type: 'text', text: decodeText(source.data, at) };
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
