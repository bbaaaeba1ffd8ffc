/** Sentences that name persons, for the gate; English, Indonesian, Malay. */
export const gateNames = `
Please draft a reply to {NAME} about the late delivery.
{NAME} joined the finance team in March and reports to {NAME}.
The complaint was filed by {NAME}, who rents the flat upstairs.
Meeting notes: {NAME} presented, {NAME} took minutes.
Dear {NAME}, thank you for your patience.
Patient name: {NAME}
Mr. {NAME} and Mrs. {NAME} request a family visa.
Can you check whether {NAME} has signed the contract?
My manager {NAME} wants the slides by noon.
Signed, {NAME}
Invoice to: {NAME}, Finance Department
I spoke with {NAME} on the phone this morning.
Tolong buatkan email untuk {NAME} tentang jadwal rapat.
Bapak {NAME} meminta salinan akta kelahiran anaknya.
Ibu {NAME} sudah transfer, tapi belum ada konfirmasi.
Saya {NAME}, ingin menanyakan status klaim asuransi.
Nama lengkap: {NAME}
Surat kuasa ini diberikan kepada {NAME} oleh {NAME}.
Menurut {NAME}, barang itu dikirim dari Semarang.
Dokter {NAME} praktik setiap Selasa.
Karyawan atas nama {NAME} cuti sampai Jumat.
Rekening itu milik {NAME}.
Encik {NAME} memohon lanjutan tempoh bayaran.
Puan {NAME} telah menerima surat itu.
Pemohon bernama {NAME} tinggal di Johor.
{"customer": "{NAME}", "tier": "gold"}
1. {NAME} - hadir\\n2. {NAME} - izin
`;

/** Capitalised words that name nobody. */
export const gateNoNames = `
Selamat Pagi, tolong ringkas Laporan Keuangan Triwulan Pertama.
The Quarterly Business Review covers Customer Success and Product Design.
Install Visual Studio Code, then open the Command Palette and choose Reload Window.
Kementerian Kesehatan menerbitkan Peraturan Menteri tentang Rekam Medis Elektronik.
Use React Native with the New Architecture and Hermes enabled by default.
Please Translate The Following Paragraph Into Formal English And Keep All Headings.
Write a Haiku about Autumn Rain and a Limerick about Monday Mornings.
class OrderService extends BaseService implements Retryable { constructor() { super(); } }
Terms and Conditions apply; see Section Four, Annex B, and the Data Processing Agreement.
Apa perbedaan Pajak Penghasilan, Pajak Pertambahan Nilai, dan Bea Meterai?
Happy New Year and Merry Christmas from the whole Support Team!
Können Sie mir die Unterschiede zwischen Miete, Pacht und Leihe erklären?
Welche Möglichkeiten gibt es für Studenten, im Ausland ein Praktikum zu machen?
SELECT Name, Region FROM Customers WHERE Status = 'Active' ORDER BY Region;
The Great Wall, the Eiffel Tower and the Statue of Liberty are landmarks.
Borang Permohonan hendaklah dihantar sebelum Hari Jumaat.
`;
