import type { Dictionary } from './en.ts';

type Verify = Pick<Dictionary['audit'], 'head' | 'warnings' | 'verify' | 'proof' | 'export'>;

export const idAuditVerify: Verify = {
  head: {
    label: 'Keadaan log',
    details: 'Nama, hash, dan pemeriksaan',
    size: 'Entri',
    newest: 'Terbaru',
    none: 'Belum ada',
    verified: 'Terverifikasi',
    witnessed: 'Disaksikan',
    anchored: 'Ditambatkan',
    notYet: 'Belum',
    notSetUp: 'Belum diatur',
    nothingYet: 'Belum ada',
    toTheEnd: (index) => `Sampai indeks ${index}, yang terbaru`,
    toIndex: (index, behind) => `Sampai indeks ${index}, tertinggal ${behind}`,
    byMonago: 'Oleh Monago sendiri,',
    by: (name, others) => (others > 0 ? `Oleh ${name} dan ${others} lainnya,` : `Oleh ${name},`),
    byQuorum: (furthest) =>
      `Oleh sebanyak saksi yang Anda minta; yang terjauh melihat ${furthest},`,
    quorumOpen: 'Belum oleh sebanyak saksi yang Anda minta',
    noWitness: 'Tidak ada saksi yang ikut menandatangani log ini',
    noAnchor: 'Tidak ada checkpoint yang disimpan di tempat lain',
    verdicts: {
      verified: 'Terverifikasi',
      unchecked: 'Belum ada pemeriksaan yang melihat seluruhnya',
      incomplete: 'Tidak semuanya dapat diperiksa',
      tampered: 'Ditemukan perusakan',
    },
    origin: 'Log',
    keyId: 'Kunci penanda tangan',
    verifierKey: 'kunci pemeriksa',
    root: 'Hash akar',
    checkpointWhat: 'isi checkpoint',
    selfCheck: 'Pemeriksaan penuh terakhir',
    selfChecked: {
      verified: (size) => `${size} entri, tanpa temuan`,
      tampered: (size, findings) => `${size} entri, perusakan: ${findings} temuan`,
      incomplete: (size, findings) =>
        `${size} entri, tidak semuanya dapat diperiksa: ${findings} temuan`,
    },
    witnesses: 'Saksi',
    anchors: 'Tambatan',
    sinks: 'Diteruskan ke',
    entries: (count) => `${count} entri`,
    failingSince: 'gagal sejak',
  },
  warnings: {
    frozen: 'Log dibekukan dan tidak menerima entri',
    frozenText: (reason) =>
      `Sebab: ${reason}. Permintaan ke penyedia AI ditolak sampai operator menelitinya.`,
    tampered: 'Monago menemukan bahwa lognya dirusak',
    incomplete: 'Monago tidak dapat memeriksa seluruh lognya',
    findingText: (finding) =>
      finding === undefined
        ? 'Ekspor log, periksa secara luring, dan bandingkan dengan ekspor sebelumnya.'
        : `Temuan pertama: ${finding}. Ekspor log, periksa secara luring, dan bandingkan dengan ekspor sebelumnya.`,
    silent: 'Log diam',
    silentText:
      'Selama berjalan, Monago menulis entri paling lambat setiap sepuluh menit, kecuali operator menetapkan waktu lain. Penulisan telah berhenti, atau akhir log hilang.',
    failing: 'Tidak semua pihak luar menerima kabar tentang log',
    failingText: (names) => `Tidak ada jawaban, atau penolakan, dari: ${names}.`,
    open: (count) => `Panggilan tanpa hasil: ${count}`,
    openText: 'Dimulai lebih dari satu jam yang lalu, dan akhirnya tidak diketahui.',
  },
  verify: {
    action: 'Verifikasi log',
    title: 'Verifikasi log di peramban ini',
    intro:
      'Peramban ini mengambil setiap entri, menghitung ulang hash-nya, menyusun ulang pohonnya, lalu membandingkan akar dan tanda tangan. Apa pun yang dikatakan server tentang dirinya tidak dipercaya begitu saja.',
    honest:
      'Halaman ini berasal dari server yang diperiksanya. Untuk bukti yang tidak bergantung padanya, ekspor log dan periksa secara luring.',
    start: 'Verifikasi',
    stop: 'Hentikan',
    again: 'Verifikasi lagi',
    starting: 'Membaca checkpoint',
    progress: (read, total, perSecond) => `${read} dari ${total} entri, ${perSecond} per detik`,
    trust: {
      label: 'Tanda tangan siapa yang berlaku',
      remembered: (day) => `Kunci yang diingat peramban ini sejak ${day}`,
      rememberedHint: (size, at) =>
        `Ketahuan bila kuncinya diganti, atau bila ${size} entri yang diverifikasi peramban ini pada ${at} tidak lagi sama.`,
      first: 'Kunci yang disebut server sekarang',
      firstHint:
        'Menunjukkan bahwa log sesuai dengan dirinya sendiri, dan tidak lebih pada kali pertama: server yang berbohong dapat menyebut kunci apa pun. Peramban ini mengingat kuncinya, sehingga berarti mulai kali berikutnya.',
      given: 'Kebijakan yang Anda peroleh dari tempat lain',
      givenHint:
        'Yang terkuat: berkas yang disimpan saat log dibuka (audit/trusted di server), dari auditor atau operator Anda.',
      policy: 'Kebijakan',
      upload: 'Pilih berkas',
      uploadHint: 'Tetap berada di peramban ini.',
      problems: {
        malformed: 'Ini bukan kebijakan.',
        other_log: 'Kebijakan ini milik log lain.',
      },
    },
    failed: {
      unreachable: 'Log tidak dapat dibaca sampai akhir',
      malformed: 'Yang dikirim server bukan log',
    },
    outcomes: {
      verified: 'Setiap entri adalah yang ditandatangani, dan tidak ada yang hilang',
      unsigned: 'Entri-entrinya sesuai, tetapi tanda tangannya tidak diperiksa',
      incomplete: 'Tidak semuanya dapat diperiksa',
      tampered: 'Perusakan terbukti',
    },
    outcomeTexts: {
      verified: 'Semua pemeriksaan di bawah dijalankan, dan tidak ada temuan.',
      unsigned:
        'Peramban ini hanya dapat memeriksa tanda tangan bila halamannya datang lewat HTTPS atau dari mesin yang sama. Periksa secara luring.',
      incomplete: 'Yang diperiksa dalam keadaan baik; yang hilang atau tidak dikenal ada di bawah.',
      tampered: 'Log ini bukan yang ditandatangani. Simpan dahulu hasil ekspornya sebagai bukti.',
    },
    worth: {
      remembered:
        'Kuncinya adalah yang diingat peramban ini, dan log masih diawali dengan yang diverifikasinya dahulu.',
      first:
        'Kuncinya adalah yang baru saja disebut server; mulai sekarang peramban ini mengingatnya.',
      given: 'Kuncinya adalah yang ada pada kebijakan yang Anda berikan.',
    },
    read: (read, size, seconds) => `${read} dari ${size} entri dibaca dalam ${seconds} detik.`,
    showBad: (index) => `Tampilkan entri ${index}, yang pertama bermasalah`,
    atIndex: (index) => `entri ${index}`,
    expected: 'Seharusnya',
    actual: 'Ditemukan',
    openCalls: (count) =>
      `${count} panggilan tidak memiliki hasil setelah lebih dari satu jam. Ini perlu diteliti, tetapi bukan perusakan.`,
    checksRan: 'Pemeriksaan yang dijalankan',
    checkStates: { passed: 'Tanpa temuan', failed: 'Ada temuan', not_run: 'Tidak diperiksa' },
    checks: {
      V0: 'Setiap berkas ada',
      V1: 'Kebijakannya adalah yang dipercaya',
      V2: 'Checkpoint tersusun baik dan milik log ini',
      V3: 'Ditandatangani kunci yang dipercaya',
      V4: 'Saksi ikut menandatangani',
      V5: 'Entri memiliki jumlah dan akar yang ditandatangani',
      V6: 'Setiap petak sesuai dengan entrinya',
      V7: 'Setiap entri tersusun baik dan pada tempatnya',
      V8: 'Setiap entri menyebut hash entri sebelumnya',
      V9: 'Penghitung setiap kelas tidak berlubang',
      V10: 'Waktu tidak pernah mundur',
      V11: 'Setiap isi kanonis dan lengkap',
      V12: 'Log diawali dengan yang diverifikasi dahulu',
      V13: 'Setiap hasil milik satu panggilan',
      V14: 'Konten sesuai dengan komitmennya',
      V15: 'Hanya yang diumumkan yang dipangkas',
      V16: 'Cap waktu berlaku',
      V17: 'Entri terbaru masih baru',
    },
  },
  proof: {
    verify: 'Verifikasi entri ini',
    receipt: 'Unduh tanda terima',
    included: 'Ada dalam log, di bawah akar yang ditandatangani',
    unsigned: 'Ada dalam pohon; tanda tangannya tidak diperiksa di sini',
    includedText: (hashes, size) =>
      `Dihitung di peramban ini: ${hashes} hash menuntun dari entri ini ke akar atas ${size} entri.`,
    rememberedKey: 'Ditandatangani kunci yang diingat peramban ini.',
    namedKey:
      'Ditandatangani kunci yang disebut server sekarang. Verifikasi log satu kali, dan peramban ini mengingatnya.',
    notIncluded: 'Entri ini tidak ada dalam log',
    notIncludedText:
      'Yang ditampilkan di sini tidak menuntun ke akar yang ditandatangani. Ekspor log dan periksa secara luring.',
    failed: 'Buktinya tidak dapat dibuat',
    hashes: 'Hash menuju akar',
    root: (root) => `Akar: ${root}`,
  },
  export: {
    action: 'Ekspor',
    title: 'Ekspor log',
    text: 'Setiap entri, hash, dan checkpoint dalam satu arsip tar. Siapa pun dapat memeriksanya secara luring, tanpa akses ke Monago.',
    what: 'Apa',
    bundle: 'Bukti',
    records: 'Rekaman',
    recordsText:
      'Entri untuk sistem lain, satu rekaman per baris, yang tertua dahulu. Gunanya untuk dibaca dan dicari: yang membuktikan sesuatu adalah berkas bukti. Ekspor ini sendiri menjadi entri.',
    format: 'Bentuk rekaman',
    formats: {
      jsonl: 'JSON Lines (JSONL)',
      ocsf: 'OCSF (skema keamanan)',
      cloudevents: 'CloudEvents (bus peristiwa)',
      syslog: 'Syslog, RFC 5424',
      cef: 'CEF (SIEM)',
      otlp: 'OTLP dari OpenTelemetry',
    },
    formatHints: {
      jsonl: 'Setiap isian entri sebagaimana di log, dengan indeks, hash, dan kelas.',
      ocsf: 'Open Cybersecurity Schema Framework, untuk danau data dan SIEM yang memahaminya.',
      cloudevents: 'CNCF CloudEvents dalam JSON, untuk bus peristiwa.',
      syslog: 'Data terstruktur, dengan entri utuh sebagai pesannya.',
      cef: 'Common Event Format, yang dibaca ArcSight dan banyak SIEM.',
      otlp: 'Rekaman log OTLP dalam JSON, satu permintaan per baris.',
    },
    recordTimes: 'Dalam waktu Jakarta (WIB). Keduanya kosong: seluruh log.',
    startRecords: 'Ekspor rekaman',
    start: 'Ekspor berkas bukti',
    again: 'Ekspor lagi',
    stop: 'Hentikan',
    done: 'Terunduh',
    failed: 'Ekspor terputus',
    failedRecords: 'Yang sudah sampai tidak disimpan. Coba lagi.',
    failedText: 'Sebagian berkas tidak membuktikan apa pun tentang sisanya. Coba lagi.',
    amount: (entries, size) => `${entries} entri, ${size}`,
    verify: 'Periksa dengan',
    command: 'perintah',
    key: 'Pemeriksa menyebutkan kunci penanda tangan log. Kuncinya harus yang ini:',
    keyWhat: 'kunci pemeriksa',
  },
};
