/** Words that follow a street's name and whose capital letter tells them from ordinary words. */
export const wordsAfterStreet: readonly string[] = [
  ...[
    'street',
    'st',
    'road',
    'rd',
    'avenue',
    'ave',
    'boulevard',
    'blvd',
    'lane',
    'ln',
    'drive',
    'dr',
  ],
  ...[
    'court',
    'ct',
    'place',
    'pl',
    'square',
    'sq',
    'terrace',
    'parkway',
    'pkwy',
    'highway',
    'hwy',
    'way',
  ],
  ...[
    'crescent',
    'close',
    'gardens',
    'grove',
    'mews',
    'row',
    'circle',
    'trail',
    'alley',
    'walk',
    'crossing',
  ],
  ...[
    'str',
    'straße',
    'strasse',
    'weg',
    'platz',
    'gasse',
    'allee',
    'straat',
    'laan',
    'plein',
    'gatan',
    'vej',
    'utca',
    'út',
  ],
];

/** Words that stand before a street's name. */
export const wordsBeforeStreet: readonly string[] = [
  ...[
    'jalan',
    'jl',
    'jln',
    'gang',
    'gg',
    'lorong',
    'persiaran',
    'lebuh',
    'komplek',
    'perumahan',
    'dusun',
  ],
  ...['rue', 'avenue', 'boulevard', 'chemin', 'allée', 'impasse', 'quai'],
  ...[
    'calle',
    'avenida',
    'avda',
    'plaza',
    'paseo',
    'carrera',
    'camino',
    'rua',
    'travessa',
    'praça',
    'largo',
  ],
  ...['via', 'viale', 'piazza', 'corso', 'vicolo', 'largo', 'strada', 'ulica', 'ul', 'calea'],
];

/** Words that stand before the number of a part of a building. */
export const wordsBeforeUnit: readonly string[] = [
  'suite',
  'ste',
  'apt',
  'apartment',
  'unit',
  'flat',
];

/** How the names of streets end that are written before the house number, in the languages that join the two. */
export const endsOfStreet =
  /(?:stra(?:ße|sse|at)|(?:^|\p{Ll})(?:weg|laan|plein|platz|gasse|allee|gracht|dreef|gatan|vägen|vegen|veien|vej|vei|bakken|katu))$|(?:^|-)(?:platz|weg|allee|utca|rakpart|tér|vei|vej|straat|plads)$/iu;
