import type { DocumentBlock, ImageBlock, TextBlock } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { decodeText, imageType, readDataUrl } from './data-url.ts';
import { readCacheMark } from './read-cache-mark.ts';

export type ContentBlock = TextBlock | ImageBlock | DocumentBlock;

/**
 * Takes the `content` of a message that people, applications or tools wrote: text, or a list of parts.
 * @throws MonagoError `invalid_request` where it is neither
 */
export function readContent(message: RequestFields): ContentBlock[] {
  const node = message.required('content', message.take('content'));
  const at = message.place('content');
  const mark = readCacheMark(message);
  if (node.kind === 'string') return [{ kind: 'text', text: node.value, at, ...mark }];
  if (node.kind !== 'array') throw invalidRequest(at, 'must be a string or an array of parts');
  const blocks = node.items.flatMap((item, index) =>
    readPart(message.element(item, `${at}[${index}]`)),
  );
  const last = blocks.pop();
  return last ? [...blocks, { ...last, ...mark }] : [];
}

/** As `readContent`, where nothing but text is allowed. */
export function readText(message: RequestFields): TextBlock[] {
  return readContent(message).map((block) => {
    if (block.kind === 'text') return block;
    throw invalidRequest(block.at, 'must be text in a message of this role');
  });
}

function readPart(part: RequestFields): ContentBlock[] {
  const type = part.requiredString('type');
  const mark = readCacheMark(part);
  const blocks = readPartOfType(part, type).map((block) => ({ ...block, ...mark }));
  part.close();
  return blocks;
}

function readPartOfType(part: RequestFields, type: string): ContentBlock[] {
  switch (type) {
    case 'text':
      return [{ kind: 'text', text: part.requiredString('text'), at: part.at }];
    case 'image_url':
      return [readImage(part)];
    case 'file':
      return readFile(part);
    case 'input_audio':
      part.lose('input_audio', 'is audio, which cannot be carried to the provider of this model');
      return [];
    default:
      part.ledger.lose(part.at, `is of the type ${JSON.stringify(type)}, which cannot be carried`);
      part.take(type);
      return [];
  }
}

function readImage(part: RequestFields): ImageBlock {
  const image = part.requiredObject('image_url');
  const url = image.requiredString('url');
  const detail = image.string('detail');
  if (detail !== undefined && detail !== 'auto') image.ledger.drop(image.place('detail'));
  image.close();
  return { kind: 'image', source: readImageUrl(url, image.place('url')), at: part.at };
}

function readImageUrl(url: string, at: string): ImageBlock['source'] {
  if (/^https?:\/\//i.test(url)) return { type: 'url', url };
  const source = readDataUrl(url, at);
  return { ...source, mediaType: imageType(source.mediaType, source.data) };
}

function readFile(part: RequestFields): DocumentBlock[] {
  const file = part.requiredObject('file');
  const name = file.string('filename');
  const data = file.string('file_data');
  const isReference = file.take('file_id') !== undefined;
  file.close();
  if (data !== undefined) {
    const source = readFileData(data, file.place('file_data'));
    return [{ kind: 'document', source, at: part.at, ...(name !== undefined && { name }) }];
  }
  if (!isReference) throw invalidRequest(file.place('file_data'), 'is required');
  file.ledger.lose(file.place('file_id'), 'refers to a file that only OpenAI has');
  return [];
}

function readFileData(url: string, at: string): DocumentBlock['source'] {
  const source = readDataUrl(url, at);
  if (source.mediaType !== 'text/plain') return source;
  return { type: 'text', text: decodeText(source.data, at) };
}
