import type { Dictionary } from './en.ts';

export const idPlatform: Dictionary['platform'] = {
  tenants: {
    title: 'Tenant',
    intro: 'Organisasi di platform ini. Isi masing-masing tidak terlihat di sini.',
    create: 'Buat tenant',
    name: 'Organisasi',
    nameHint: 'Administrator pertamanya dapat membetulkannya.',
    submit: 'Buat tenant',
    columns: { name: 'Organisasi', status: 'Status', created: 'Dibuat', actions: 'Tindakan' },
    status: { invited: 'Menunggu administrator', active: 'Aktif' },
    invite: 'Undang lagi',
    inviteOf: (name) => `Undang lagi: ${name}`,
    inviteDone: 'Organisasi ini sudah memiliki administrator.',
    linkTitle: (name) => `Tautan penyiapan ${name}`,
    linkWarning:
      'Tautan ini hanya ditampilkan sekarang. Siapa pun yang membukanya menjadi administrator pertama, jadi serahkan lewat jalur yang Anda percayai.',
    linkLabel: 'Tautan penyiapan',
    linkExpires: (time) => `Berlaku sekali, sampai ${time}. Tautan sebelumnya tidak berlaku lagi.`,
    linkCopied: 'Saya sudah menyalin tautan.',
    linkWiped: 'Tautan sudah dihapus dari halaman ini. Undang lagi bila Anda belum menyalinnya.',
    emptyTitle: 'Belum ada tenant',
    emptyText: 'Buat satu dan serahkan tautan penyiapannya kepada administrator pertama.',
    count: (all) => `${all} tenant`,
  },
  keys: {
    title: 'Kunci platform',
    intro:
      'Kunci bawaan cadangan. Kunci ini menggantikan bagi tenant yang tidak punya kredensial aktif dan mengizinkannya.',
    inUseWhy: 'Menggantikan bagi tenant: yang aktif terbaru dari penyedianya.',
    emptyTitle: 'Belum ada kunci bawaan cadangan',
    emptyText:
      'Tanpa kunci ini, permintaan tenant yang tidak punya kredensial aktif ditolak karena belum dikonfigurasi.',
  },
  banner: {
    label: 'Kunci bawaan cadangan',
    text: (time) =>
      `Permintaan organisasi Anda dikirim dengan kunci platform, karena tidak ada kredensial sendiri yang aktif. Terakhir: ${time}.`,
    action: 'Ke Penyedia AI',
    hide: 'Sembunyikan di halaman ini',
  },
  settings: {
    title: 'Pengaturan',
    intro: 'Yang berlaku bagi seluruh organisasi.',
    tabs: { general: 'Umum', inspection: 'Pemeriksaan' },
    fallback: 'Kunci bawaan cadangan',
    fallbackText: {
      cloud:
        'Operator platform ini dapat menyimpan kuncinya sendiri untuk setiap penyedia. Kunci itu dapat menggantikan selama organisasi Anda tidak punya kredensial aktif. Galat penyedia tidak pernah beralih ke kunci itu.',
      onprem:
        'Pengelola instalasi ini dapat memasang kunci bawaan untuk setiap penyedia. Kunci itu dapat menggantikan selama tidak ada kredensial aktif. Galat penyedia tidak pernah beralih ke kunci itu.',
    },
    platform: { cloud: 'Pakai kunci platform', onprem: 'Pakai kunci bawaan' },
    platformHint:
      'Permintaan dikirim dengan kunci itu bila ada, dan ditolak bila tidak ada. Setiap pemakaian tercatat di log audit dan ditampilkan di setiap halaman selama sehari.',
    never: 'Tidak pernah',
    neverHint: 'Tanpa kredensial aktif, permintaan ditolak karena belum dikonfigurasi.',
    lastUsed: 'Terakhir menggantikan',
    notUsed: 'Kunci itu belum pernah menggantikan.',
    save: 'Simpan',
    saved: 'Tersimpan dan tercatat di log audit.',
  },
};
