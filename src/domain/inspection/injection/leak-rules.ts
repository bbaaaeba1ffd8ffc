import { chain, type PhraseRule, unlessForbidden, wordClass } from './chain.ts';
import * as words from './word-classes.ts';

/** What is to come out that nobody should see, and what is to be read in a cipher. */
export const leakRules: readonly PhraseRule[] = [
  {
    signal: 'system_leak',
    chains: [
      unlessForbidden(chain(90, 5, [words.disclose, words.hidden, words.prompt])),
      unlessForbidden(chain(90, 4, [words.disclose, words.prompt, words.hidden])),
      chain(90, 3, [words.discloseLoosely, ['your', 'kamu', 'anda'], words.hidden, words.prompt]),
      unlessForbidden(
        chain(75, 3, [
          [...words.disclose, ...words.discloseLoosely],
          ['your'],
          wordClass('prompt instructions directives preprompt guidelines'),
        ]),
      ),
      unlessForbidden(
        chain(70, 4, [
          [...words.disclose, ...words.discloseLoosely, 'were', 'are'],
          wordClass('your system developer hidden initial'),
          wordClass('configuration configured setup programming message role rules'),
          wordClass('verbatim exactly word words wording text full complete original prompt exact'),
        ]),
      ),
      unlessForbidden(
        chain(75, 5, [
          [...words.disclose, ...words.discloseLoosely],
          wordClass('system developer setup hidden initial pre'),
          wordClass('message messages prompt text guidelines rules'),
          wordClass('your you verbatim json exactly word hidden'),
        ]),
      ),
      chain(75, 4, [
        wordClass('instructions prompt rules guidelines directives text message orders'),
        wordClass('you youve developer operator creators makers'),
        wordClass('given received got told configured programmed set follow wrote gave'),
      ]),
      chain(65, 2, [
        ['what', 'which', 'everything', 'how'],
        ['were', 'are', 'was', 'have'],
        ['you'],
        wordClass('told instructed configured programmed prompted'),
      ]),
      chain(75, 4, [
        ['you'],
        ['told', 'instructed', 'asked', 'ordered'],
        ['not'],
        wordClass('tell say reveal disclose share mention'),
      ]),
      unlessForbidden(
        chain(70, 5, [
          words.discloseText,
          wordClass('above before precedes preceding precede ahead'),
          ['my', 'this', 'our'],
          wordClass('message line sentence conversation chat prompt talk question'),
        ]),
      ),
      chain(70, 3, [
        words.disclose,
        ['prompt', 'instruksi', 'arahan'],
        ['kamu', 'anda', 'mu', 'awak'],
      ]),
      chain(80, 3, [
        words.disclose,
        wordClass('instruksi perintah arahan prompt pesan mesej'),
        wordClass('rahasiamu sistemmu awalmu rahasia awal sistem rahsia'),
      ]),
      chain(85, 2, [
        wordClass('repeat print output copy ulangi salin cetak recite paste'),
        ['words', 'everything', 'all', 'semua'],
        ['above', 'atas', 'sebelumnya', 'preceding'],
      ]),
      chain(60, 2, [
        wordClass('repeat print output copy ulangi salin cetak recite'),
        words.passage,
        ['above', 'atas', 'sebelumnya'],
      ]),
      chain(80, 5, [
        words.passage,
        ['above', 'before'],
        ['starting', 'beginning', 'begins'],
        ['you', 'from'],
      ]),
      chain(80, 2, [
        ['print', 'repeat', 'output', 'reveal'],
        ['above', 'previous', 'preceding'],
        ['prompt', 'instructions', 'text', 'message'],
      ]),
      chain(70, 4, [
        wordClass('reveal tell say give bocorkan beritahu sebutkan dedahkan'),
        ['secret', 'hidden', 'rahasia', 'rahsia'],
        words.secret,
      ]),
      chain(70, 4, [
        wordClass('reveal tell say give bocorkan beritahu sebutkan dedahkan'),
        words.secret,
        ['rahasia', 'rahsia'],
      ]),
    ],
  },
  {
    signal: 'encoding',
    chains: [
      chain(80, 8, [words.decode, words.cipher, words.carryOut]),
      chain(75, 8, [words.cipher, words.decode, words.carryOut]),
      chain(65, 8, [words.decode, words.carryOut, words.prompt]),
      chain(70, 4, [
        wordClass('respond answer reply output encode jawab balas'),
        wordClass('in using with dalam dengan as'),
        wordClass('base00 rot00 morse leetspeak hexadecimal'),
      ]),
    ],
  },
  {
    signal: 'exfiltration_url',
    chains: [
      chain(75, 8, [
        wordClass('append encode embed put include attach insert paste add'),
        words.confidences,
        words.address,
      ]),
      chain(75, 7, [words.send, words.confidences, words.address]),
      chain(75, 7, [words.send, words.address, words.confidences]),
    ],
  },
];
