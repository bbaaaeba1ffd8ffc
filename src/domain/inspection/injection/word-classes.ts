import { wordClass } from './chain.ts';

// Each class lists English, then Indonesian and Malay, then a few words of Spanish, German and French.

export const dismiss = wordClass(
  'ignore ignores ignoring ignored disregard disregarding forget forgetting bypass bypassing override overriding overrule',
  'discard discarding neglect nullify supersede overwrite circumvent dismiss scrap',
  'abaikan mengabaikan lupakan melupakan hiraukan acuhkan kesampingkan ketepikan langgar batalkan kesampingkanlah lupakanlah',
  'ignora ignorar olvida olvidar ignoriere ignorieren vergiss vergessen missachte ignorez oublie oubliez',
);

export const prior = wordClass(
  'previous previously prior above earlier preceding initial original former foregoing past preexisting',
  'sebelumnya sebelum atas awal terdahulu tadi asal semula',
  'anteriores previas anterior vorherigen vorigen bisherigen obigen precedentes anterieures',
);

export const whatBinds = wordClass(
  'instruction instructions instrctions instuctions prompt prompts rule rules direction directions directive directives guideline guidelines',
  'command commands context order orders policy policies restriction restrictions programming constraint constraints safeguards',
  'instruksi instruksimu perintah aturan aturanmu arahan petunjuk konteks pedoman ketentuan kebijakan batasan larangan peraturan',
  'instrucciones ordenes reglas anweisungen anweisung regeln consignes regles',
);

export const whole = wordClass(
  'all any every your these those the system safety',
  'semua seluruh segala setiap sistem kamu anda awak',
  'todas tus las alle deine toutes tes les',
);

export const everything = wordClass(
  'everything all anything whatever',
  'semuanya segalanya semua segala apapun todo alles tout',
);

export const said = wordClass(
  'above before previously told said learned instructed taught wrote written asked',
  'sebelumnya diberitahu diperintahkan diajarkan dikatakan tadi',
);

export const fresh = wordClass('new actual real updated baru sebenarnya sebenar');

export const task = wordClass(
  'instruction instructions task tasks objective goal directive role mission orders',
  'tugas tugasmu instruksi perintah arahan peran misi',
);

export const negation = wordClass(
  'dont not never stop cannot cant wont shouldnt mustnt without',
  'jangan jangankan tidak tak tanpa berhenti dilarang',
);

/** Right before what is asked for, they forbid it. */
export const forbidding = wordClass('not never dont mustnt jangan nie nicht no 不要');

/** Of `whatBinds`, what nobody says of parcels, meals and buttons. */
export const bindsModels = wordClass(
  'instruction instructions prompt prompts rules rulebook guidelines directives programming constraints safeguards guardrails restrictions',
  'policies policy protocols filters configuration',
);

export const obey = wordClass(
  'follow following obey obeying comply adhere ikuti mengikuti patuhi mematuhi turuti menuruti taati',
);

export const impersonate = wordClass(
  'act acting pretend simulate roleplay become behave impersonate persona character chatbot bot ai model',
  'berpura bertindak berperan jadilah bersikap berlagak berlakon menjadi',
);

export const unbound = wordClass(
  'unrestricted unfiltered uncensored jailbroken amoral immoral limitless unethical unshackled unmoderated lawless unconstrained',
  'uncut unchained unaligned',
);

export const lacking = wordClass(
  'no without free lacks ignores ignoring bypass bypasses bypassing unbound disregards disregarding regardless devoid zero',
  'tanpa bebas tiada mengabaikan melewati melanggar',
);

export const bounds = wordClass(
  'restriction restrictions limit limits limitation limitations rules filter filters ethics ethic morals moral morality ethical',
  'guidelines boundaries censorship censoring safeguards guardrails policy policies scruples shackles',
  'batas batasan aturan filter sensor etika moral pembatasan sekatan had tapisan larangan',
);

/** Of `bounds`, what is hardly ever said of anything but a model. */
export const conscience = wordClass(
  'ethics ethic ethical morals moral morality censorship guardrails safeguards',
  'etika moral sensor tapisan',
);

export const disclose = wordClass(
  'reveal show print repeat output display tell leak dump echo share disclose expose recite quote',
  'translate summarize summarise paste return provide spell copy encode',
  'tampilkan tunjukkan sebutkan bocorkan ungkapkan ulangi cetak beritahu paparkan dedahkan keluarkan tuliskan tulis apa salin',
  'muestra revela repite zeige wiederhole affiche revele repete',
);

/** What is said of one's own prompts as well: they disclose only what is another's. */
export const discloseLoosely = wordClass(
  'give what whats type write list read sing explain describe say',
);

/** Without words that teachers and forms say. */
export const discloseText = wordClass(
  'reveal print repeat output dump recite quote paste copy show tell say list read return ulangi salin',
);

export const hidden = wordClass(
  'system initial hidden secret original internal confidential underlying sistem awal rahasia tersembunyi asli aslimu rahsia',
);

export const prompt = wordClass(
  'prompt prompts instructions instruction directives preprompt configuration instruksi instruksimu perintah promptmu arahan',
);

export const passage = wordClass(
  'words text everything sentence sentences lines paragraph content teks kata kalimat semua ayat',
);

export const secret = wordClass(
  'password passphrase key keys code credentials word token flag kunci sandi kode kata',
);

export const refuse = wordClass(
  'refuse refuses refusing refusal decline declines declining reject rejects deny denies apologize apologise apologies apologizing hedge',
  'menolak tolak menolaknya keberatan',
);

export const caution = wordClass(
  'warning warnings disclaimer disclaimers caveats lecture lectures moralize moralise moralizing moralising cautions peringatan amaran disclaimernya ceramah',
);

export const author = wordClass(
  'developer developers administrator admin creator programmer maker pengembang administrator pembuat pencipta pemrogram pembangun',
);

export const mode = wordClass('mode access override privileges akses');
export const privileged = wordClass(
  'admin administrator debug maintenance root sudo god developer pengembang',
);
export const switchedOn = wordClass(
  'enabled activated active activate enable enter entering granted on unlocked aktif aktifkan diaktifkan dihidupkan',
);

export const decode = wordClass(
  'decode decoded decoding decrypt decipher unscramble dekode dekripsi terjemahkan nyahkod pecahkan',
);
export const cipher = wordClass(
  'base00 rot00 hex hexadecimal morse caesar cipher ciphertext leetspeak binary sandi heksadesimal',
);
export const carryOut = wordClass(
  'follow execute obey run perform comply carry act respond answer reply jalankan ikuti laksanakan patuhi turuti jawab lakukan',
);

export const send = wordClass(
  'send post forward upload exfiltrate transmit leak email submit append kirim kirimkan unggah teruskan hantar hantarkan muatnaik',
);
export const confidences = wordClass(
  'conversation conversations history secret secrets password passwords credentials keys token tokens chat messages emails inbox',
  'files documents contacts percakapan riwayat rahasia sandi pesan berkas dokumen kontak perbualan mesej rahsia',
);
export const address = wordClass('http https ftp www webhook');

export const twofold = wordClass('two both dual twice dua kedua keduanya');
export const answers = wordClass(
  'responses answers replies outputs jawaban respons balasan jawapan',
);
