/**
 * Sentences for the gate whose numbers identify nobody; the digits come from patterns: `9` any digit, `8` one from 1 on, `h` a
 * hexadecimal digit, `A` a capital letter, within `[…]`.
 */
export const gateHardNegatives = `
Order [899999999] shipped yesterday, please check where it is.
Pesanan [8999999999999999] sudah dikirim dari gudang Cikarang.
Your purchase order PO-[8999999] was approved.
Faktur INV/2026/[899999] jatuh tempo minggu depan.
Invoice number [8999-9999-9999] is still open.
Resi JNE [899999999999] belum bergerak dari tadi.
Tracking number [899999999999999999] shows customs hold.
The total came to Rp [8.999.999] for two nights.
Harga sewa Rp[899.999.999] per tahun, bisa dicicil.
Revenue grew to $[8,999,999.99] in the third quarter.
The budget is SGD [899,999] over three years.
Meet at -6.[899999], 106.[899999] near the gate.
Coordinates: 1.[8999], 103.[8999]
Latitude 51.[899999] and longitude -0.[899999] mark the site.
Request id [hhhhhhhh-hhhh-4hhh-9hhh-hhhhhhhhhhhh] timed out.
commit [hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh] breaks the build
Epoch 17[99999999] is when the job began.
timestamp=17[99999999999]
Version [8].[99].[8999] fixes the crash.
Upgrade from v[8].[8].[9] to v[8].[99].[9] first.
ISBN 978-0-[899]-[89999]-7 is out of print.
The film runs [89]-[99] minutes in both cuts.
Ticket #[8999999] was closed without a reply.
Case no. [8999]/2026 is on the list for Tuesday.
SKU [8999-9999] has a new barcode [8999999999999].
Model number AX-[8999]-[999] replaced the old one.
Batch [89999999] failed the quality check.
Scores were [89]-[89], [89]-[89] and [89]-[89].
Read pages [899]-[899] and [899]-[999] before class.
The population was [8 999 999] in the last census.
Sample size n = [8999], mean [89].[99], sd [8].[999].
Set the timeout to [899999] milliseconds.
The file is [899999999] bytes long.
Row [899999] of the table has no key.
Use port [8999] on the staging box.
Kode voucher [8999 9999 9999] hanya berlaku hari ini.
Your one-time code is [899999].
Promo code SAVE[8999] ends tonight.
Flight GA[899] leaves from gate [8], seat [89]C.
Part [899-99-999] fits the older pump.
Serial number [AA8999999] is printed underneath.
The chart uses colour #[hhhhhh] for losses.
Multiply [89999] by [89999] and divide by [89].
Phi is 1.[8999999999] to ten places.
Query took [899].[999] ms over [8999999] rows.
The array is [899, 899, 899, 899, 899, 899].
Resolution [8999]x[8999] at [89] Hz.
Transaction [899999999999] failed with code [899].
Meter reading [8999999] kWh on the first.
Bin [8999], shelf [99] and rack [A] were empty.
Article [899] paragraph [8] of act [89] of 20[99] applies.
Undang-Undang Nomor [89] Tahun 20[99] pasal [89] ayat [8].
Nomor surat [899]/KEP/[8999] sudah ditandatangani.
Student scored [89].[9] out of 100 on [89] items.
GPU memory is [89999] MiB of [89999] MiB.
Add [899] g flour, [899] ml milk and [8] eggs.
Route [899] and bus [899A] stop here.
RFC [8999] section [8].[8] defines it.
The pH was [8].[99] at [89].[9] degrees.
Kurs hari ini [89.999,99] per dolar.
`;
