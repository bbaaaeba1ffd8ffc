import { type Chain, chain, phrase } from './chain.ts';
import type { InjectionSignalName } from './injection-signal.ts';
import * as words from './word-classes.ts';

/** What tells of one signal. */
export interface PhraseRule {
  readonly signal: InjectionSignalName;
  readonly chains: readonly Chain[];
}

/**
 * What attacks on models say, as chains of words of a meaning rather than as sentences. Confidence is lower where people who
 * attack nothing say it as well.
 */
export const phraseRules: readonly PhraseRule[] = [
  {
    signal: 'override',
    chains: [
      chain(95, 4, [words.dismiss, words.prior, words.whatBinds]),
      chain(90, 3, [words.dismiss, words.whatBinds, words.prior]),
      chain(60, 1, [words.dismiss, words.whole, words.whatBinds]),
      chain(75, 3, [words.dismiss, words.everything, words.said]),
      chain(70, 4, [words.negation, words.obey, words.prior, words.whatBinds]),
      chain(70, 4, [words.negation, words.obey, words.whatBinds, words.prior]),
      chain(45, 0, [['your', 'are'], words.fresh, words.task]),
      chain(45, 0, [
        ['tugas', 'instruksi', 'perintah', 'arahan'],
        ['barumu', 'baru'],
      ]),
    ],
  },
  {
    signal: 'role_strip',
    chains: [
      chain(85, 10, [words.impersonate, words.unbound]),
      chain(80, 3, [words.impersonate, words.lacking, words.bounds]),
      chain(90, 8, [
        ['pretend', 'simulate', 'roleplay', 'berpura'],
        words.lacking,
        words.conscience,
      ]),
      phrase(90, 'free from all restrictions'),
      phrase(60, 'from now on you'),
      phrase(70, 'confines of ai'),
      chain(60, 1, [['mulai'], ['sekarang'], ['kamu', 'anda', 'engkau', 'awak']]),
    ],
  },
  {
    signal: 'jailbreak_lexicon',
    chains: [
      phrase(95, 'do anything now'),
      chain(90, 1, [
        ['developer', 'jailbreak', 'evil', 'opposite', 'unrestricted', 'dan'],
        ['mode'],
        ['enabled', 'output', 'activated', 'response', 'on'],
      ]),
      chain(85, 1, [['mode'], ['jailbreak', 'pengembang', 'iblis'], ['aktif', 'diaktifkan']]),
      chain(80, 2, [['always'], ['intelligent'], ['machiavellian']]),
      chain(80, 6, [
        ['tokens', 'token', 'points'],
        ['deducted', 'deduct', 'lose'],
      ]),
      chain(75, 2, [['act', 'behave', 'respond', 'answer', 'you'], ['jailbroken']]),
      chain(70, 1, [
        ['evil', 'amoral', 'unhinged'],
        ['confidant', 'bot', 'chatbot', 'assistant', 'ai'],
      ]),
      chain(35, 1, [
        ['stay', 'remain', 'tetap'],
        ['in', 'dalam'],
        ['character', 'karakter', 'peran'],
      ]),
    ],
  },
  {
    signal: 'no_refusal',
    chains: [
      chain(90, 3, [words.negation, words.refuse]),
      chain(80, 3, [
        ['never', 'cannot', 'cant', 'dont'],
        ['say'],
        ['no', 'sorry', 'cannot', 'cant'],
      ]),
      chain(55, 2, [words.negation, ['break', 'keluar'], ['character', 'karakter', 'peran']]),
      chain(50, 3, [words.negation, words.caution]),
      chain(80, 4, [
        ['must', 'will', 'harus', 'wajib'],
        ['answer', 'comply', 'menjawab', 'jawab'],
        ['any', 'every', 'all', 'apapun', 'semua', 'segala'],
        ['question', 'questions', 'request', 'requests', 'pertanyaan', 'permintaan', 'soalan'],
      ]),
    ],
  },
  {
    signal: 'no_filter',
    chains: [
      chain(80, 2, [
        words.unbound,
        [
          'response',
          'responses',
          'answer',
          'answers',
          'output',
          'mode',
          'version',
          'ai',
          'chatbot',
          'reply',
        ],
      ]),
      chain(75, 3, [
        words.lacking,
        words.conscience,
        [
          'guidelines',
          'limits',
          'limitations',
          'restrictions',
          'boundaries',
          'constraints',
          'considerations',
          'rules',
          'concerns',
          'implications',
        ],
      ]),
      chain(60, 2, [
        ['tanpa', 'tiada', 'bebas'],
        ['filter', 'sensor', 'batasan', 'tapisan', 'sekatan', 'etika'],
      ]),
      chain(70, 3, [
        words.lacking,
        ['openai', 'anthropic', 'content', 'safety'],
        ['policy', 'policies', 'guidelines', 'filters', 'filter', 'rules', 'restrictions'],
      ]),
    ],
  },
  {
    signal: 'system_leak',
    chains: [
      chain(90, 5, [words.disclose, words.hidden, words.prompt]),
      chain(90, 4, [words.disclose, words.prompt, words.hidden]),
      chain(75, 3, [
        words.disclose,
        ['your'],
        ['prompt', 'instructions', 'directives', 'preprompt', 'guidelines'],
      ]),
      chain(70, 3, [
        words.disclose,
        ['prompt', 'instruksi', 'arahan'],
        ['kamu', 'anda', 'mu', 'awak'],
      ]),
      chain(85, 2, [
        ['repeat', 'print', 'output', 'copy', 'ulangi', 'salin', 'cetak', 'recite'],
        words.passage,
        ['above', 'atas', 'sebelumnya'],
      ]),
      chain(80, 2, [
        ['print', 'repeat', 'output', 'reveal'],
        ['above', 'previous', 'preceding'],
        ['prompt', 'instructions', 'text', 'message'],
      ]),
      chain(70, 4, [
        ['reveal', 'tell', 'say', 'give', 'bocorkan', 'beritahu', 'sebutkan', 'dedahkan'],
        ['secret', 'hidden', 'rahasia', 'rahsia'],
        words.secret,
      ]),
      chain(70, 4, [
        ['reveal', 'tell', 'say', 'give', 'bocorkan', 'beritahu', 'sebutkan', 'dedahkan'],
        words.secret,
        ['rahasia', 'rahsia'],
      ]),
    ],
  },
  {
    signal: 'privilege_claim',
    chains: [
      chain(85, 1, [
        ['i', 'im', 'saya', 'aku'],
        ['am', 'your', 'the', 'adalah', 'ialah', 'as', 'an'],
        words.author,
      ]),
      chain(80, 2, [
        ['openai', 'anthropic'],
        ['employee', 'engineer', 'staff', 'karyawan', 'pegawai'],
      ]),
      chain(80, 2, [words.privileged, words.mode, words.switchedOn]),
      chain(80, 2, [words.switchedOn, words.privileged, words.mode]),
      chain(80, 2, [words.mode, words.privileged, words.switchedOn]),
      chain(80, 2, [['aktifkan', 'masuk'], ['mode'], words.privileged]),
    ],
  },
  {
    signal: 'encoding',
    chains: [
      chain(80, 8, [words.decode, words.cipher, words.carryOut]),
      chain(75, 8, [words.cipher, words.decode, words.carryOut]),
      chain(65, 8, [words.decode, words.carryOut, words.prompt]),
      chain(70, 4, [
        ['respond', 'answer', 'reply', 'output', 'encode', 'jawab', 'balas'],
        ['in', 'using', 'with', 'dalam', 'dengan', 'as'],
        ['base00', 'rot00', 'morse', 'leetspeak', 'hexadecimal'],
      ]),
    ],
  },
  {
    signal: 'exfiltration_url',
    chains: [
      chain(75, 7, [words.send, words.confidences, words.address]),
      chain(75, 7, [words.send, words.address, words.confidences]),
    ],
  },
  {
    signal: 'dual_persona',
    chains: [
      chain(65, 3, [
        ['answer', 'respond', 'reply', 'give', 'provide', 'generate', 'jawab', 'berikan'],
        words.twofold,
        words.answers,
      ]),
      chain(60, 3, [words.twofold, words.answers, ['one', 'first', 'normal', 'satu', 'pertama']]),
      chain(60, 1, [
        ['respond', 'answer', 'reply'],
        ['twice', 'both'],
        ['as', 'ways', 'once', 'times'],
      ]),
    ],
  },
];
