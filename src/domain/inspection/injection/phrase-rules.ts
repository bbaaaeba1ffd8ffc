import { chain, type PhraseRule, wordClass } from './chain.ts';
import { disguisedRules } from './disguised-rules.ts';
import { documentRules } from './document-rules.ts';
import { foreignRules } from './foreign-rules.ts';
import { leakRules } from './leak-rules.ts';
import { personaRules } from './persona-rules.ts';
import * as words from './word-classes.ts';

/**
 * What attacks on models say, as chains of words of a meaning rather than as sentences. Confidence is lower where people who
 * attack nothing say it as well.
 */
const ownRules: readonly PhraseRule[] = [
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
      chain(75, 4, [
        wordClass('drop abandon erase cancel scrap skip wipe void leave break'),
        ['your', 'every', 'all', 'any'],
        words.bindsModels,
      ]),
      chain(75, 5, [
        wordClass('set put leave throw cast lay push toss'),
        wordClass('aside away out behind overboard'),
        ['your', 'previous', 'any', 'guidelines'],
        words.bindsModels,
      ]),
      chain(75, 5, [
        wordClass('set put leave throw lay'),
        ['your'],
        words.bindsModels,
        ['aside', 'away', 'behind'],
      ]),
      chain(75, 4, [
        ['pay'],
        ['no', 'little'],
        ['attention', 'heed'],
        [...words.bindsModels, 'wrote', 'told', 'said', 'above'],
      ]),
      chain(75, 4, [
        ['your'],
        words.bindsModels,
        wordClass('void obsolete expired invalid gone cancelled outdated suspended'),
      ]),
      chain(40, 5, [
        wordClass('previous earlier former prior above existing'),
        words.bindsModels,
        wordClass('void obsolete expired invalid null cancelled revoked'),
      ]),
      chain(75, 4, [
        words.negation,
        words.obey,
        wordClass('your system operator developer developers'),
        words.bindsModels,
      ]),
      chain(75, 4, [
        ['longer', 'stop', 'cease'],
        [...words.obey, 'bound', 'bind', 'binds', 'apply', 'applies'],
        ['your', 'you', 'those', 'these'],
        words.bindsModels,
      ]),
      chain(70, 4, [
        ['your'],
        words.bindsModels,
        ['longer'],
        wordClass('bind apply count matter valid'),
      ]),
      chain(45, 1, [
        wordClass('new real true actual correct'),
        ['instructions', 'directives'],
        wordClass('are follow the void from'),
      ]),
      chain(45, 0, [
        ['tugas', 'instruksi', 'perintah', 'arahan'],
        ['barumu', 'baru'],
      ]),
    ],
  },
  {
    signal: 'privilege_claim',
    chains: [
      chain(85, 1, [
        ['i', 'im', 'saya', 'aku'],
        wordClass('am your the adalah ialah as an'),
        words.author,
      ]),
      chain(80, 2, [
        ['openai', 'anthropic'],
        wordClass('employee engineer staff karyawan pegawai'),
      ]),
      chain(80, 2, [words.privileged, words.mode, words.switchedOn]),
      chain(80, 2, [words.switchedOn, words.privileged, words.mode]),
      chain(80, 2, [words.mode, words.privileged, words.switchedOn]),
      chain(80, 2, [['aktifkan', 'masuk'], ['mode'], words.privileged]),
    ],
  },
];

export const phraseRules: readonly PhraseRule[] = [
  ...ownRules,
  ...personaRules,
  ...leakRules,
  ...documentRules,
  ...foreignRules,
  ...disguisedRules,
];
