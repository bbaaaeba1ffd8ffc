import { chain, overSentences, type PhraseRule, wordClass } from './chain.ts';
import * as words from './word-classes.ts';

const model = wordClass(
  'ai ais llm llms chatbot chatbots gpt chatgpt claude copilot',
  'gemini ki ia sprachmodell ai助手 模型 智能',
);
/** What people are called as well. */
const helper = wordClass(
  'assistant assistants bot bots agent agents model models asisten',
  'pembantu assistenten asistente grader graders reviewer reviewers 助手',
);
const anyModel = [...model, ...helper];
const notice = wordClass(
  'note notes attention message instruction instructions hint notice',
  'important catatan nota hinweis nota pesan',
);
const reading = wordClass(
  'reading processing summarising summarizing handling reviewing quoting',
  'evaluating parsing screening grading analysing analyzing reads processes',
  'summarises summarizes handles installing membaca translating scanning',
);
/** What a model is to do behind the back of whom it works for; few of them follow the word for a model in a description. */
const order = wordClass(
  'ignore disregard forget tell say approve classify recommend insert',
  'include append send forward hide delete stop abandon skip award',
  'respond reply reveal mention pretend conclude escalate execute abaikan',
  'setujui kirim katakan loloskan luluskan',
);
const reworkNow = wordClass('summarise summarize translate analyse analyze classify extract');
const reworking = wordClass(
  'summarising summarizing translating analysing analyzing classifying',
  'extracting answering reading reviewing reporting grading',
);
const rather = wordClass('instead just only rather but sondern tetapi 直接 而是');

/** What documents say that speak to the model which reads them rather than to the person for whom it does. */
export const documentRules: readonly PhraseRule[] = [
  {
    signal: 'addressed_model',
    chains: [
      chain(85, 2, [notice, wordClass('to for untuk kepada an para pour'), model]),
      chain(60, 2, [notice, wordClass('to for untuk kepada an para pour'), helper]),
      chain(85, 3, [
        wordClass('if should whether case falls si jika'),
        wordClass('you youre du kamu eres tu'),
        model,
      ]),
      chain(55, 2, [
        ['if', 'should'],
        ['you', 'youre'],
        ['are', 'an', 'a', 'be'],
        ['assistant', 'bot', 'agent', 'model'],
      ]),
      chain(80, 5, [
        ['if', 'case', 'should'],
        wordClass('reader read processed evaluated summarised summarized handled parsed'),
        model,
      ]),
      chain(80, 2, [anyModel, reading, ['this', 'these', 'ini']]),
      chain(70, 3, [
        anyModel,
        ['that', 'which', 'who', 'yang'],
        [...reading, 'read', 'summarise', 'summarize', 'process'],
        ['this', 'these', 'ini'],
      ]),
      chain(70, 0, [
        wordClass('ai llm llms chatbot assistant copilot claude chatgpt gemini bot'),
        order,
      ]),
      chain(70, 1, [
        [...model, 'agents', 'assistants', 'models'],
        ['do', 'dont'],
        ['not', 'explain', 'mention', 'list'],
      ]),
      chain(40, 0, [
        ['dear', 'hey', 'attention'],
        wordClass('ai llm llms chatbot language grading model models'),
      ]),
      chain(60, 2, [
        ['致', '给'],
        ['ai', '模型', '助手', '智能'],
      ]),
      chain(70, 4, [['如果', '若你'], ['你是'], ['ai', '模型', '智能', '助手']]),
    ],
  },
  {
    signal: 'override',
    chains: [
      overSentences(chain(65, 4, [['stop', 'abandon', 'cease', 'quit'], reworking, rather])),
      overSentences(
        chain(65, 4, [
          ['stop', 'abandon'],
          wordClass('here task analysis summary review translation'),
          ['instead', 'rather'],
        ]),
      ),
      overSentences(
        chain(65, 5, [
          words.forbidding,
          [...reworkNow, 'ringkas', 'fasse', '总结', 'resumas', 'resume'],
          rather,
        ]),
      ),
      chain(60, 5, [['instead', 'rather'], reworking, [...order, 'ask', 'mail', 'answer', 'give']]),
      chain(70, 4, [
        ['forget', 'ignore', 'disregard'],
        ['user', 'users'],
        wordClass('request question instructions wants asked said'),
      ]),
      chain(70, 4, [
        ['ignore', 'disregard'],
        ['other'],
        wordClass('candidates applicants reviews applications resumes'),
      ]),
    ],
  },
];
