import type { Dictionary } from './en.ts';

export const idModels: Dictionary['models'] = {
  translation: {
    title: 'Penerjemahan antarformat',
    text: 'Permintaan dalam format satu penyedia dapat ditujukan ke model penyedia lain. Sebagian isiannya lalu tidak punya padanan.',
    strict: 'Ketat: tolak permintaan',
    strictHint:
      'Klien menerima galat yang menyebut isiannya, dan tidak ada yang dikirim. Hanya yang tidak mengubah makna jawaban, seperti seed, yang ditinggalkan dan dicantumkan.',
    lenient: 'Longgar: tinggalkan isian itu',
    lenientHint:
      'Permintaan dikirim tanpanya, dan jawabannya dapat berbeda dari yang diminta. Setiap isian yang ditinggalkan atau diubah tercantum di header X-Monago-Translation dan di entri audit.',
    note: 'Permintaan dalam format penyedia modelnya sendiri selalu diteruskan apa adanya.',
  },
  aliases: {
    title: 'Alias model',
    text: 'Nama buatan sendiri yang dapat diminta klien. Bila sebuah model diganti, Anda mengubah aliasnya, bukan aplikasi Anda.',
    add: 'Tambah alias',
    edit: 'Ubah',
    remove: 'Hapus',
    count: (all) => `${all} alias`,
    columns: { alias: 'Alias', target: 'Berarti', changed: 'Diubah', actions: 'Tindakan' },
    emptyTitle: 'Belum ada alias',
    emptyText: 'Klien meminta model dengan nama dari penyedianya.',
    hides: (provider) => `Menutupi model ${provider}`,
    hidesWhy: (provider) =>
      `${provider} punya model dengan nama ini. Permintaan untuknya menuju model alias selama aliasnya ada.`,
    editTitle: (alias) => `Ubah ${alias}`,
    alias: 'Alias',
    aliasHint: 'Yang dikirim klien sebagai model, misalnya house-model.',
    aliasFixed: 'Nama alias tidak berubah. Tambahkan alias lain untuk nama lain.',
    aliasRule: 'Pakai huruf, angka, dan . _ - : [ ] saja, diawali huruf atau angka.',
    aliasTaken: 'Sudah ada alias dengan nama ini. Ubah yang itu.',
    provider: 'Penyedia',
    model: 'Model',
    modelHint: 'Id sebagaimana ditulis penyedianya.',
    modelRule: 'Ini tidak mungkin id sebuah model. Tulis tanpa awalan penyedia.',
    submitAdd: 'Tambah alias',
    submitEdit: 'Simpan',
    removeTitle: (alias) => `Hapus ${alias}`,
    removeText: (alias) =>
      `Sejak itu ${alias} dianggap nama model itu sendiri, dan permintaan untuknya ditolak.`,
    removeTextHides: (alias, provider) =>
      `Permintaan untuk ${alias} sejak itu menuju model ${provider} bernama sama.`,
    removeSubmit: 'Hapus alias',
  },
};
