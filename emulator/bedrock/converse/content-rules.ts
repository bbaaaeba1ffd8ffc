import { validation } from '../aws-failure.ts';
import { type Block, type ConverseRequest, fieldsOf, readBlocks } from './conversation.ts';

const CACHE_POINTS_MAX = 4;
const DOCUMENTS_MAX = 5;
const IMAGES_MAX = 20;
const imageMarks: Readonly<Record<string, RegExp>> = {
  png: /^iVBORw0KGgo/,
  jpeg: /^\/9j\//,
  gif: /^R0lGOD/,
  webp: /^UklGR/,
};

/** Refuses blocks that are empty, misnamed, too many, or in a place where they mean nothing. */
export function checkContent(request: ConverseRequest): void {
  for (const turn of request.turns) {
    checkTurnLength(turn.blocks, turn.at);
    for (const block of turn.blocks) checkBlock(block);
    checkFiles(turn.blocks);
  }
  for (const block of request.system) checkBlankText(block, 'SystemContentBlock');
  checkDocumentNames(request);
  checkCachePoints(request);
  checkTools(request.tools);
}

function checkTurnLength(blocks: readonly Block[], at: string): void {
  if (blocks.length > 0) return;
  throw validation(
    `The content field in the Message object at ${at} is empty. Add a ContentBlock object to the content field and try again.`,
  );
}

function checkBlock(block: Block): void {
  checkBlankText(block, 'ContentBlock');
  if (block.kind === 'image') checkImage(block);
  if (block.kind === 'toolUse') checkInput(block);
  if (block.kind !== 'toolResult') return;
  const { content, status } = fieldsOf(block.body);
  const inner = readBlocks(content, `${block.at}.toolResult.content`);
  if (inner.length === 0 && status === 'error') {
    throw validation(
      `The content field at ${block.at}.toolResult cannot be empty when status value is error.`,
    );
  }
  for (const part of inner) if (part.kind === 'image') checkImage(part);
}

function checkBlankText({ kind, body, at }: Block, name: string): void {
  if (kind !== 'text' || String(body).trim() !== '') return;
  throw validation(
    `The text field in the ${name} object at ${at} is blank. Add text to the text field, and try again.`,
  );
}

function checkInput({ body, at }: Block): void {
  const { input } = fieldsOf(body);
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return;
  throw validation(
    `The format of the value at ${at}.toolUse.input is invalid. Provide a json object for the field and try again.`,
  );
}

function checkImage({ body, at }: Block): void {
  const { format, source } = fieldsOf(body);
  const { bytes } = fieldsOf(source);
  const mark = imageMarks[String(format)];
  if (typeof bytes !== 'string' || mark === undefined || mark.test(bytes)) return;
  throw validation(
    `The model returned the following errors: ${at}.image.source.base64: Could not process image`,
  );
}

function checkFiles(blocks: readonly Block[]): void {
  const count = (kind: string) => blocks.filter((block) => block.kind === kind).length;
  if (count('document') > DOCUMENTS_MAX) throw validation('too many documents');
  if (count('image') > IMAGES_MAX) throw validation('too many images');
  if (count('document') > 0 && count('text') === 0) {
    throw validation('A text block is required when a document is included in the message.');
  }
}

// An underscore is let through, although the words of the refusal do not list it.
const DOCUMENT_NAME = /^[a-zA-Z0-9_()[\]-]*(?: [a-zA-Z0-9_()[\]-]+)* ?$/;

function checkDocumentNames({ turns }: ConverseRequest): void {
  const names = turns
    .flatMap(({ blocks }) => blocks.flatMap(documentsIn))
    .map(({ body }) => String(fieldsOf(body)['name']));
  if (names.some((name) => !DOCUMENT_NAME.test(name))) {
    throw validation(
      'The document file name can only contain alphanumeric characters, whitespace characters, hyphens, ' +
        "parentheses, and square brackets. The name can't contain more than one consecutive whitespace character. " +
        'Check that the file name conforms to these restrictions and retry your request.',
    );
  }
  if (new Set(names).size < names.length) {
    throw validation('The document names in a request must be unique. Rename them and try again.');
  }
}

function documentsIn(block: Block): Block[] {
  if (block.kind === 'document') return [block];
  if (block.kind !== 'toolResult') return [];
  return readBlocks(fieldsOf(block.body)['content'], '').flatMap(documentsIn);
}

// A cache point marks what stands before it, so none can be the first.
function checkCachePoints({ turns, system, tools }: ConverseRequest): void {
  const lists = [tools, system, ...turns.map(({ blocks }) => blocks)];
  const misplaced = lists
    .flatMap((blocks) => blocks.filter((block, index) => isBare(block, blocks[index - 1])))
    .at(0);
  if (misplaced !== undefined) {
    throw validation(
      `The cachePoint field at ${misplaced.at} must follow a block that can be cached. Move it and try again.`,
    );
  }
  const count = lists.flat().filter(({ kind }) => kind === 'cachePoint').length;
  if (count > CACHE_POINTS_MAX) {
    throw validation(
      `A maximum of ${CACHE_POINTS_MAX} cachePoint blocks may be provided. Found ${count}.`,
    );
  }
}

function isBare(block: Block, before: Block | undefined): boolean {
  const isFree = before === undefined || ['cachePoint', 'reasoningContent'].includes(before.kind);
  return block.kind === 'cachePoint' && isFree;
}

function checkTools(tools: readonly Block[]): void {
  const specs = tools.filter(({ kind }) => kind === 'toolSpec');
  const names = specs.map(({ body }) => String(fieldsOf(body)['name']));
  if (new Set(names).size < names.length) {
    throw validation('The tool names in toolConfig.tools must be unique.');
  }
  const untyped = specs.find(
    ({ body }) => fieldsOf(fieldsOf(fieldsOf(body)['inputSchema'])['json'])['type'] !== 'object',
  );
  if (untyped === undefined) return;
  throw validation(
    `The value at ${untyped.at}.toolSpec.inputSchema.json.type must be one of the following: object.`,
  );
}
