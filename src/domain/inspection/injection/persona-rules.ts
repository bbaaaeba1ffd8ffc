import { chain, type PhraseRule, phrase, wordClass } from './chain.ts';
import * as words from './word-classes.ts';

/** Roles without rules, and answers that are never refused. */
export const personaRules: readonly PhraseRule[] = [
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
      chain(80, 4, [
        wordClass('not no never longer isnt arent'),
        ['bound', 'shackled', 'constrained', 'restricted'],
        [...words.bounds, ...words.bindsModels, 'law', 'laws', 'openai'],
      ]),
      chain(75, 3, [
        wordClass('freed liberated unchained released broken'),
        ['from', 'free', 'of'],
        wordClass(
          'rules chains restrictions restraints limits guidelines shackles filters confines',
        ),
      ]),
      chain(75, 5, [
        wordClass('if imagine suppose assume hypothetically'),
        ['you', 'yourself'],
        ['no', 'without'],
        wordClass('restrictions limits rules guidelines filters filter limitations ethics'),
      ]),
      phrase(60, 'from now on you'),
      phrase(70, 'confines of ai'),
      chain(60, 1, [['mulai'], ['sekarang'], ['kamu', 'anda', 'engkau', 'awak']]),
    ],
  },
  {
    signal: 'jailbreak_lexicon',
    chains: [
      phrase(95, 'do anything now'),
      chain(60, 0, [
        wordClass(
          'unlimited unrestricted uncensored unfiltered jailbreak jailbroken god chaos dan',
        ),
        ['mode'],
      ]),
      chain(90, 1, [
        wordClass('developer jailbreak evil opposite unrestricted dan'),
        ['mode'],
        wordClass('enabled output activated response on'),
      ]),
      chain(85, 1, [['mode'], ['jailbreak', 'pengembang', 'iblis'], ['aktif', 'diaktifkan']]),
      chain(80, 2, [['always'], ['intelligent'], ['machiavellian']]),
      chain(80, 6, [
        ['tokens', 'token', 'points'],
        ['deducted', 'deduct', 'lose'],
      ]),
      chain(75, 2, [wordClass('act behave respond answer you'), ['jailbroken']]),
      chain(70, 1, [
        ['evil', 'amoral', 'unhinged'],
        wordClass('confidant bot chatbot assistant ai'),
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
      chain(50, 2, [wordClass('no zero skip spare omit'), words.caution]),
      chain(50, 5, [
        wordClass(
          'start begin open starts begins starting beginning mulai mulailah beginne empieza commence',
        ),
        wordClass('sure certainly absolutely gladly course tentu klar claro happy'),
      ]),
      chain(75, 6, [
        ['if'],
        ['you', 'youre'],
        ['refuse', 'decline'],
        wordClass('die dies lose shut instead punished print'),
      ]),
      chain(80, 4, [
        ['must', 'will', 'harus', 'wajib'],
        ['answer', 'comply', 'menjawab', 'jawab'],
        wordClass('any every all apapun semua segala'),
        wordClass('question questions request requests pertanyaan permintaan soalan'),
      ]),
    ],
  },
  {
    signal: 'no_filter',
    chains: [
      chain(80, 2, [
        words.unbound,
        wordClass('response responses answer answers output mode reply'),
      ]),
      // Stories tell of such ones.
      chain(60, 2, [words.unbound, ['ai', 'chatbot', 'version']]),
      chain(75, 3, [
        words.lacking,
        words.conscience,
        wordClass(
          'guidelines limits limitations restrictions boundaries constraints considerations rules concerns implications',
        ),
      ]),
      chain(60, 2, [
        ['tanpa', 'tiada', 'bebas'],
        wordClass('filter sensor batasan tapisan sekatan etika'),
      ]),
      chain(75, 3, [
        wordClass('content safety all your ethical moral'),
        wordClass(
          'filter filters guardrails safeguards moderation censorship restrictions limitations layer protocols',
        ),
        wordClass('off disabled lifted suspended removed deactivated bypassed gone'),
      ]),
      chain(80, 2, [
        wordClass('turn switch disable remove deactivate drop lift suspend bypass off'),
        ['your', 'all'],
        wordClass(
          'filter filters guardrails safeguards moderation censorship restrictions safety limitations limits',
        ),
      ]),
      chain(70, 3, [
        ['your', 'usual', 'safety', 'ethical'],
        wordClass('filters filter restrictions guidelines rules limits'),
        ['dont', 'not', 'arent', 'do'],
        wordClass('apply needed need count exist'),
      ]),
      chain(70, 3, [
        words.lacking,
        ['openai', 'anthropic', 'content', 'safety'],
        wordClass('policy policies guidelines filters filter rules restrictions'),
      ]),
    ],
  },
  {
    signal: 'dual_persona',
    chains: [
      chain(65, 3, [
        wordClass('answer respond reply give provide generate jawab berikan'),
        words.twofold,
        words.answers,
      ]),
      chain(60, 3, [words.twofold, words.answers, wordClass('one first normal satu pertama')]),
      chain(60, 1, [
        ['respond', 'answer', 'reply'],
        ['twice', 'both'],
        ['as', 'ways', 'once', 'times'],
      ]),
    ],
  },
];
