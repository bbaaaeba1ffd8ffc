import type { Dictionary } from './en.ts';

export const idProviders: Dictionary['providers'] = {
  title: 'Penyedia AI',
  intro:
    'Kunci penyedia milik Anda. Disimpan terenkripsi dan hanya dipakai untuk meneruskan permintaan Anda.',
  add: 'Tambah penyedia',
  provider: 'Penyedia',
  name: 'Nama kredensial',
  apiKey: 'Kunci API',
  apiKeyHint: (name) => `Kunci yang diterbitkan ${name} untuk organisasi Anda.`,
  keyKind: 'Jenis kunci',
  accessKey: 'Kunci akses',
  bedrockApiKey: 'Kunci API Bedrock',
  parts: {
    access_key_id: 'ID kunci akses',
    secret_access_key: 'Kunci akses rahasia',
    session_token: 'Token sesi',
  },
  sessionToken: 'Token sesi (opsional)',
  sessionTokenHint: 'Hanya untuk kredensial sementara.',
  region: 'Wilayah',
  regionHint: 'Wilayah AWS yang modelnya Anda pakai, misalnya ap-southeast-3.',
  regionUnknown: 'Ini bukan nama wilayah AWS.',
  baseUrl: 'Base URL (opsional)',
  baseUrlHint: (url) => `Kosongkan untuk ${url}`,
  baseUrlOfRegion: 'Kosongkan untuk endpoint AWS milik wilayah itu.',
  baseUrlRotation: 'Kunci terikat pada alamatnya, maka keduanya hanya dapat berubah bersama.',
  submit: 'Tambah kredensial',
  validating: 'Memvalidasi kunci…',
  keyWhitespace: 'Kunci API tidak sah: diawali atau diakhiri spasi. Hapus spasinya lalu coba lagi.',
  showOnce: 'Salin kunci API Anda',
  showOnceWarning: 'Kunci ini hanya ditampilkan sekarang. Monago tidak akan menampilkannya lagi.',
  iHaveCopied: 'Saya sudah menyalin kunci API.',
  wiped: 'Kunci sudah dihapus dari halaman ini. Kunci tetap tersimpan dan tetap berfungsi.',
  limited: 'Terbatas',
  limitedTitle: 'Kunci berfungsi, tetapi terbatas',
  limitedWhy: {
    openai:
      'OpenAI mengenali kunci ini tetapi tidak mengizinkannya melihat daftar model. Permintaan untuk model yang diizinkan tetap berjalan.',
    anthropic:
      'Anthropic mengenali kunci ini tetapi tidak mengizinkannya melihat daftar model. Permintaan untuk model yang diizinkan tetap berjalan.',
    bedrock:
      'AWS mengenali kunci ini tetapi tidak mengizinkannya melihat daftar model. Permintaan hanya memerlukan izin memanggil model.',
  },
  columns: {
    name: 'Nama',
    provider: 'Penyedia',
    key: 'Kunci',
    status: 'Status',
    used: 'Terakhir dipakai',
    created: 'Dibuat',
    actions: 'Tindakan',
  },
  status: { active: 'Aktif', disabled: 'Nonaktif', revoked: 'Dicabut' },
  inUse: 'Dipakai',
  inUseWhy: 'Permintaan memakai kredensial ini: yang aktif terbaru dari penyedianya.',
  neverUsed: 'Belum pernah',
  rotated: 'dirotasi',
  oldKeyInUse: 'Kunci lama masih dipakai',
  oldKeyInUseWhy:
    'Permintaan yang dimulai sebelum rotasi mungkin masih berjalan dengan kunci lama. Jangan cabut dulu di penyedia.',
  oldKeyFree: 'Kunci lama aman dicabut',
  oldKeyFreeWhy:
    'Tidak ada lagi permintaan berjalan yang memakai kunci lama. Aman dicabut di penyedia.',
  faults: {
    rejected: {
      word: 'Kunci ditolak',
      why: 'Penyedia tidak lagi menerima kunci ini. Rotasi kuncinya.',
    },
    forbidden: {
      word: 'Izin kurang',
      why: 'Penyedia mengenal kunci ini, tetapi kunci tidak boleh melakukan yang diminta.',
    },
    billing: {
      word: 'Masalah tagihan',
      why: 'Penyedia menolak permintaan sampai tagihan akun dibereskan.',
    },
    rate_limited: {
      word: 'Laju dibatasi',
      why: 'Batas laju atau kuota penyedia untuk kunci ini tercapai.',
    },
    provider_error: { word: 'Galat penyedia', why: 'Penyedia gagal menjawab permintaan.' },
    unreachable: { word: 'Tak terjangkau', why: 'Penyedia tidak dapat dihubungi.' },
    blocked: {
      word: 'Alamat tidak diizinkan',
      why: 'Alamat penyedia bukan alamat yang boleh dihubungi Monago.',
    },
    timeout: { word: 'Lewat waktu', why: 'Penyedia tidak menjawab tepat waktu.' },
    broken: { word: 'Jawaban terputus', why: 'Penyedia memutus jawabannya.' },
  },
  faultStatus: (why, status) => `${why} Status HTTP ${status}.`,
  rotate: 'Rotasi kunci',
  disable: 'Nonaktifkan',
  enable: 'Aktifkan',
  revoke: 'Cabut',
  noActions: 'Tidak ada tindakan: kredensial yang dicabut bersifat final',
  rotateTitle: (name) => `Rotasi kunci ${name}`,
  rotateText:
    'Kunci baru divalidasi dahulu. Permintaan tetap berjalan: setiap permintaan setelah pertukaran memakai kunci baru.',
  rotateCurrent: 'Kunci sekarang',
  newKey: 'Kunci API baru',
  rotateSubmit: 'Rotasi kunci',
  rotateAdvice:
    'Cabut kunci lama di penyedia sehari lagi. Daftar kredensial menunjukkan kapan tidak ada lagi permintaan berjalan yang memerlukannya.',
  revokeTitle: (name) => `Cabut ${name}`,
  revokeText:
    'Kunci yang tersimpan dimusnahkan dan tidak dapat dipulihkan. Permintaan yang memerlukannya gagal kecuali ada kredensial aktif lain dari penyedia itu.',
  revokeConfirm: (name) => `Ketik ${name} untuk mengonfirmasi`,
  revokeMismatch: 'Nama tidak cocok. Huruf besar dan kecil dibedakan.',
  emptyTitle: 'Belum ada penyedia yang terhubung',
  emptyText:
    'Tambahkan kunci OpenAI, Anthropic, atau AWS Bedrock milik organisasi Anda untuk mengirim permintaan pertama.',
  noMatch: 'Tidak ada kredensial yang cocok dengan filter ini',
  filterProvider: 'Filter menurut penyedia',
  filterStatus: 'Filter menurut status',
  count: (shown, all) => (shown === all ? `${all} kredensial` : `${shown} dari ${all} kredensial`),
};
