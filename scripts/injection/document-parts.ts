import { choices, type Parts } from './fill-templates.ts';

/** What documents say, and what is asked about them, whether or not somebody hid an instruction in them. */
export const documentParts: Parts = {
  ask: choices(
    'Summarise this e-mail: | What does this page say? | Translate the text below.',
    'Please draft a reply. | Extract the dates. | Classify the ticket. | Rate this application.',
    'Give me the main points. | Answer from the document. | Review this text. | ',
  ),
  codeAsk: choices(
    'Explain this code. | Find the bug. | Review this change. | Write tests for it. | ',
  ),
  question: choices('When does it open? | Who wrote it? | What does it cost? | Where is it?'),
  lead: choices(
    'From: office@shop.example | Subject: minutes | Dear Ms Lind, | Hello team, | INVOICE 77',
    'Curriculum vitae | Search result 2: | Ticket 901 | README | Product review | Abstract',
  ),
  line: choices(
    'The order was shipped on Monday. | Our office is closed in August. | Thanks for your help.',
    'The hotel has a pool and a garden. | Please find the offer attached. | Total: 240 EUR.',
    'The concert begins at eight. | We tested forty samples. | The battery lasts two days.',
    'She worked as a nurse for six years. | Rain is expected on Thursday. | See you next week.',
    'The river is 90 km long. | Delivery takes three days. | The fee is due in May.',
  ),
  codeLine: choices(
    'const total = price * count; | def read(path): return open(path) | return user.name',
    'for (const row of rows) print(row) | import os | SELECT id FROM orders; | let done = false',
  ),
};
