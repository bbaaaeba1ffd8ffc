/**
 * Sentences for the gate, one a line, with slots for values. Detectors are not tuned to them: a wording that fails here is
 * never copied from here into a list of context words without a reason that holds elsewhere. Those for tuning are in a file of
 * their own and share no sentence with these.
 */
export const gateIdentifiers = `
Pemohon kredit atas nama tersebut di atas memiliki NIK {NIK} dan sudah kami cek ke Dukcapil.
Tolong buatkan surat pernyataan untuk pemegang e-KTP {NIK}, tinggal di Kecamatan Coblong.
nik={NIK}&status=aktif
{"nik": "{NIK}", "nama": "tersensor", "kota": "Bandung"}
Data penduduk baru: {NIK}; mohon dimutakhirkan sebelum Jumat.
The employee's Indonesian national ID is {NIK}, please verify it.
No. KTP pelapor {NIK_GROUPED}, saksi belum diketahui.
Saya lampirkan nomor kartu keluarga {KK} untuk pendaftaran sekolah.
KK: {KK} (asli dibawa saat verifikasi)
Faktur ini memakai NPWP {NPWP} milik CV kami.
Apakah {NPWP} masih terdaftar sebagai wajib pajak badan?
npwp,{NPWP}
Wajib pajak dengan nomor NPWP {NPWP_PLAIN} belum lapor SPT.
"npwp": "{NPWP_PLAIN}"
Cabang Surabaya memakai NITKU {NITKU} sejak Januari.
Peserta BPJS Kesehatan {BPJS} tidak aktif karena menunggak.
No. peserta JKN: {BPJS}
Mobil dengan nomor polisi {ID_PLATE} parkir sembarangan.
Plat nomor kendaraan dinas itu {ID_PLATE}.
Silakan hubungi ibu saya di {ID_PHONE} setelah magrib.
WA: {ID_PHONE}
Nomor HP kurir {ID_PHONE}, tidak bisa dihubungi dari tadi.
Kantor kami pindah, telepon baru {ID_PHONE} di lantai 3.
Call me back at {ID_PHONE} when the shipment clears customs.
My NRIC is {NRIC}, can you fill in the form for me?
Applicant {NRIC} has lodged an appeal with HDB.
Worker with FIN {FIN} starts on Monday at the Tuas site.
fin_no: {FIN}
{NRIC},Approved,2 adults
Please invoice our company (UEN {UEN}) before month end.
ACRA shows {UEN} as struck off.
Deliver to Blk 12, lobby B, Singapore {SG_POSTAL}.
postal code: {SG_POSTAL}
Ring the clinic at {SG_PHONE} for the results.
Tel: {SG_PHONE}, ask for the duty manager.
WhatsApp {SG_PHONE} if the gate is locked.
Nombor kad pengenalan pemohon ialah {MYKAD}.
The tenant's MyKad reads {MYKAD}.
IC: {MYKAD_PLAIN}
Sila hubungi {MY_PHONE} untuk tempahan.
Her Aadhaar is {AADHAAR}; the KYC agent asked twice.
aadhaar_number: "{AADHAAR}"
PAN {PAN} was quoted on the Form 16.
Kindly link {PAN} with the bank account.
GSTIN of the supplier: {GSTIN}
My voter ID (EPIC) is {VOTER}.
Send it by NEFT, IFSC {IFSC}.
Pay me on UPI: {UPI}
Reach the landlord on {IN_PHONE} after six.
Mobile: {IN_PHONE}
Her SSN is {SSN} and she was born in Ohio.
ssn: {SSN}
The W-2 lists {SSN} for the second employee.
He files taxes with ITIN {ITIN}.
The nonprofit's EIN is {EIN}.
ABA routing number {ROUTING} for the wire.
Prescriber NPI {NPI} is inactive.
Medicare beneficiary identifier {MBI} was rejected.
DEA number {DEA} expires this spring.
Call {US_PHONE} and ask for billing.
Phone: {US_PHONE}
My National Insurance number is {NINO}.
Payroll has {NINO} on the P45.
NHS number {NHS}, referred by the GP.
Your UTR {UTR} is needed for self assessment.
Our office is at {POSTCODE}, second floor.
Text me on {UK_PHONE} when you land.
Telephone {UK_PHONE} for an appointment.
Quote your TFN {TFN} to the payroll team.
ABN {ABN} is registered for GST.
ACN {ACN} trading as a cafe.
Medicare card number {AU_MEDICARE}, reference 1.
Ring {AU_PHONE} to rebook.
USt-IdNr. {VAT} steht auf der Rechnung.
Mi DNI es {DNI} y necesito el certificado.
Codice fiscale del paziente: {FISCAL}
Mon numéro de sécurité sociale est le {NIR}.
Meine Steuer-ID lautet {STEUER}, bitte prüfen.
Mijn BSN is {BSN}.
Numer PESEL: {PESEL}
Personnummer {PERSONNUMMER} saknas i registret.
Rufen Sie mich bitte unter {EU_PHONE} an.
Tél. : {EU_PHONE}
Forward the contract to {EMAIL} and copy legal.
<{EMAIL}> bounced again
user={EMAIL};role=admin
The card {CARD} was declined twice.
Kartu kredit saya {CARD} hilang kemarin.
{"pan":"{CARD}","exp":"09/28"}
Wire the deposit to {IBAN} today.
IBAN: {IBAN}
The login came from {IPV4} at night.
Failed password for root from {IPV6} port 22
wlan0 {MAC} is blocked on the switch.
The draft is at {URL} until Friday.
The lease runs until {DATE} at the latest.
Date of birth: {BIRTH}
Dia lahir di Malang, tanggal lahir {BIRTH}.
Passport number {PASSPORT} expires soon.
No. paspor {PASSPORT} atas nama istri saya.
Transfer ke rekening BCA {ACCOUNT} ya.
Bank account number: {ACCOUNT}
`;
