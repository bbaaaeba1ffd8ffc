/** Numbers that identify nobody, to look at while detectors are improved; those for the gate are others. */
export const tuningHardNegatives = `
Order number [8999999999] is delayed.
Nomor pesanan [899999999999] dibatalkan.
PO [8999999] needs a signature.
INV-[8999-99999] is overdue.
Price: Rp [8.999.999]
The cost is $[899,999].
Location 1.[899999], 103.[899999]
uuid [hhhhhhhh-hhhh-4hhh-9hhh-hhhhhhhhhhhh]
sha1 [hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh]
Unix time 17[99999999]
Release [8].[99].[999]
ISBN 979-8-[899]-[99999]-3
Code [8999 9999 9999]
Units [89]-[99]-[89]
Tracking [8999999999999]
Ticket [899999]
SKU-[899999]
Serial [A899999999]
Between [8999] and [9999] people came.
[899999] rows in [89] s
`;
