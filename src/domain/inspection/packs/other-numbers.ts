import { phrases } from './phrases.ts';

/**
 * What numbers are called that identify no person. They speak against every identifier whose shape says little, because
 * orders, parcels and prices pass a check digit as often as chance has it.
 */
export const otherNumbers: readonly string[] = phrases(
  `order, orders, order id, order number, invoice, invoice number, receipt, transaction, transaction id, tracking, shipment,
   parcel, waybill, awb, ticket, case number, sku, serial, serial number, batch, lot, part, part number, model, product, product code, item, item number, sn, txn, trx, txid, barcode, ean, upc, isbn,
   issn, doi, version, build, commit, revision, timestamp, unix, epoch, seconds, milliseconds, bytes, pixels, amount, total,
   price, cost, balance, revenue, budget, population, usd, eur, gbp, aud, sgd, myr, inr, idr, rp, rm, pesanan, nomor pesanan,
   faktur, nomor faktur, resi, nomor resi, kuitansi, transaksi, harga, jumlah, nominal, saldo, tagihan, kode barang, otp, seed,
   hash, checksum, offset, latitude, longitude, lintang, bujur, row, rows, line, lines, page, port, pid, frame, sample`,
);
