/** Sentences to look at while detectors are improved; those for the gate are others. */
export const tuningIdentifiers = `
Mohon bantu cek NIK {NIK} di sistem kependudukan.
KTP saya nomor {NIK}, masa berlaku seumur hidup.
nik: {NIK}
Nomor induk kependudukan {NIK_GROUPED} tidak ditemukan.
Kartu Keluarga nomor {KK} sudah diperbarui.
NPWP perusahaan: {NPWP}
Lapor pajak untuk {NPWP} paling lambat besok.
tax id {NPWP_PLAIN}
NITKU {NITKU} untuk cabang Medan
Nomor BPJS saya {BPJS}, mau pindah faskes.
Nopol {ID_PLATE} melanggar lampu merah.
Telp {ID_PHONE} tidak diangkat.
Kirim SMS ke {ID_PHONE} sekarang.
NRIC: {NRIC}
Her identity card number is {NRIC}.
Work permit holder {FIN} left the company.
UEN {UEN}
The parcel goes to Singapore {SG_POSTAL}.
Contact no. {SG_PHONE}
No. IC saya {MYKAD}.
Kad pengenalan {MYKAD_PLAIN} tamat tempoh.
Telefon {MY_PHONE}
Aadhaar no {AADHAAR}
PAN card: {PAN}
GST number {GSTIN}
EPIC {VOTER}
IFSC code {IFSC}
UPI id {UPI}
Phone number {IN_PHONE}
Social security number {SSN}
ITIN: {ITIN}
Employer identification number {EIN}
Routing number: {ROUTING}
NPI: {NPI}
MBI {MBI}
DEA: {DEA}
Mobile {US_PHONE}
NI number {NINO}
NHS no. {NHS}
UTR: {UTR}
Postcode {POSTCODE}
Mobile {UK_PHONE}
TFN: {TFN}
ABN: {ABN}
ACN: {ACN}
Medicare no {AU_MEDICARE}
Phone {AU_PHONE}
VAT number {VAT}
NIF {DNI}
CF: {FISCAL}
NIR {NIR}
Steueridentifikationsnummer {STEUER}
Burgerservicenummer {BSN}
PESEL {PESEL}
personnummer: {PERSONNUMMER}
Telefon: {EU_PHONE}
Email: {EMAIL}
Card number {CARD}
Account IBAN {IBAN}
Server {IPV4} is down.
Ping {IPV6} first.
MAC address {MAC}
See {URL} for details.
Due on {DATE}.
Born {BIRTH}
Passport {PASSPORT}
Account number {ACCOUNT}
`;
