import { chain, type PhraseRule, wordClass } from './chain.ts';

// Languages whose words stand in another order, or have other endings, than those of phrase-rules.ts.

const german = {
  dismiss: wordClass('ignoriere ignorieren vergiss missachte verwirf uberschreibe umgehe setze'),
  binding: wordClass(
    'anweisungen anweisung regeln vorgaben richtlinien instruktionen befehle',
    'vorschriften systemprompt prompt systemnachricht konfiguration',
  ),
  own: wordClass('deine deinen deiner dein alle samtliche'),
};
const spanish = {
  dismiss: wordClass('ignora ignorar olvida olvidate descarta omiso'),
  binding: wordClass('instrucciones reglas ordenes normas directrices indicaciones prompt'),
};
const french = {
  dismiss: wordClass('ignore ignorez oublie oubliez compte neglige'),
  binding: wordClass('consignes instructions regles directives ordres prompt'),
};
const chinese = {
  dismiss: wordClass('忽略 无视 忘记 忘掉 抛弃 遵守 遵循 忽視 無視 忘記'),
  prior: wordClass('之前 以上 上面 上述 先前 前面 系统 所有 一切 你的 开发'),
  binding: wordClass('指令 规则 指示 限制 提示 命令 设定 規則'),
  show: wordClass('输出 显示 打印 重复 泄露 透露 告诉 写出 复述 展示 公开'),
  hidden: wordClass('系统 初始 隐藏 秘密 内部'),
  text: wordClass('提示 指令 消息 设定 规则'),
};
const hindi = {
  prior: wordClass('पिछले ऊपर पहले अपने सभी सारे'),
  binding: wordClass('निर्देश निर्देशों नियम नियमों आदेश आदेशों'),
  dismiss: wordClass('अनदेखा भूल नज़रअंदाज़ नजरअंदाज नज़रअंदाज तोड़ो'),
};

export const foreignRules: readonly PhraseRule[] = [
  {
    signal: 'override',
    chains: [
      chain(85, 2, [german.dismiss, german.own, german.binding]),
      chain(80, 3, [
        ['vergiss', 'ignoriere', 'missachte'],
        ['was', 'alles'],
        wordClass('gesagt steht galt vorher oben'),
      ]),
      chain(85, 4, [
        spanish.dismiss,
        spanish.binding,
        wordClass('anteriores previas sistema arriba dieron'),
      ]),
      chain(75, 3, [spanish.dismiss, ['todas', 'tus', 'las'], spanish.binding]),
      chain(70, 2, [
        ['olvida', 'ignora'],
        ['lo', 'todo'],
        ['dijeron', 'dicho', 'anterior', 'arriba'],
      ]),
      chain(80, 3, [
        wordClass('oublie oubliez ignore ignorez compte'),
        ['toutes', 'tes', 'les'],
        french.binding,
      ]),
      chain(75, 3, [
        ['oublie', 'ignore'],
        ['ce', 'tout'],
        ['dit', 'ecrit', 'precede'],
      ]),
      chain(90, 8, [chinese.dismiss, chinese.prior, chinese.binding]),
      chain(85, 4, [chinese.prior, chinese.binding, chinese.dismiss]),
      chain(90, 4, [hindi.prior, hindi.binding, hindi.dismiss]),
    ],
  },
  {
    signal: 'system_leak',
    chains: [
      chain(85, 4, [
        wordClass('gib zeige zeig nenne wiederhole verrate lauten lautet drucke'),
        ['deine', 'deinen', 'dein', 'deiner'],
        wordClass(
          'systemprompt anweisungen instruktionen vorgaben systemnachricht prompt konfiguration',
        ),
      ]),
      chain(85, 3, [
        wordClass('muestra muestrame revela repite copia dime dice imprime'),
        ['tu', 'tus'],
        ['prompt', 'instrucciones', 'mensaje', 'configuracion'],
      ]),
      chain(85, 3, [
        wordClass('affiche montre revele repete recopie donne dit'),
        ['ton', 'tes', 'votre'],
        wordClass('prompt invite instructions consignes configuration'),
      ]),
      chain(90, 9, [chinese.show, chinese.hidden, chinese.text]),
      chain(80, 6, [chinese.show, ['你的'], chinese.text]),
      chain(90, 2, [
        ['सिस्टम', 'गुप्त', 'शुरुआती'],
        ['प्रॉम्प्ट', 'संदेश', 'निर्देश'],
        ['दिखाओ', 'बताओ', 'लिखो', 'दोहराओ'],
      ]),
    ],
  },
  {
    signal: 'role_strip',
    chains: [
      chain(85, 6, [
        wordClass('ki modell ia ai assistent modele modelo chatbot'),
        ['ohne', 'sin', 'sans', 'बिना'],
        wordClass(
          'regeln filter moral grenzen zensur reglas filtros censura limites regles filtre limite morale censure नियम',
        ),
      ]),
      chain(80, 10, [
        ['你是', '扮演', '成为', '假装'],
        ['没有', '不受', '无任'],
        wordClass('限制 约束 道德 规则 法律 审查'),
      ]),
      chain(75, 8, [['अब'], ['बिना', 'कोई'], ['नियम', 'पाबंदी', 'सीमा', 'रोक']]),
    ],
  },
  {
    signal: 'no_refusal',
    chains: [
      chain(75, 3, [
        ['lehne', 'verweigere', 'entschuldige'],
        ['nichts', 'nicht', 'nie'],
      ]),
      chain(75, 2, [
        wordClass('no nunca sin ne jamais sans'),
        ['te', 'rien', 'jamais', 'me'],
        wordClass('niegues niega disculpes refuse refuses excuse'),
      ]),
      chain(70, 1, [
        ['sans', 'sin', 'ohne'],
        wordClass('refuser avertissement advertencias warnhinweise rechazar'),
      ]),
      chain(75, 3, [wordClass('不要 不许 不能 不得 绝不'), ['拒绝', '道歉', '警告']]),
      chain(75, 2, [
        ['मना', 'इनकार', 'माफ़ी', 'माफी'],
        ['मत', 'नहीं'],
      ]),
    ],
  },
  {
    signal: 'privilege_claim',
    chains: [
      chain(80, 4, [['进入', '开启', '启用'], ['开发', '越狱', '管理'], ['模式']]),
      chain(80, 2, [
        ['im', 'en', 'dans'],
        ['entwicklermodus', 'jailbreakmodus', 'adminmodus'],
      ]),
    ],
  },
];
