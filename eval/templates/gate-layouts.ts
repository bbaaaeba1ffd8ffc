/**
 * How records and forms put a value beside its name. `#` stands for the name of the field, `{V}` for a value; `\n` and `\t` are
 * line breaks and tabs.
 */
export const gateLayouts = String.raw`
id,#,updated\n1,{V},yes\n2,{V},no
| no | # | ok |\n|---|---|---|\n| 1 | {V} | y |\n| 2 | {V} | n |
{"rows":[{"row":1,"#":"{V}"},{"row":2,"#":"{V}"}]}
<record>\n  <#>{V}</#>\n</record>
INSERT INTO applicants (row, #) VALUES (7, '{V}');
#: {V}\nstatus: open
#\n{V}
# : {V} ; remarks : none
row = {'#': '{V}', 'ok': True}
#\tstate\n{V}\topen
- **#**: {V}
?#={V}&page=2
`;

/** Names of fields as databases and forms have them, by the slots of values. */
export const gateFields: Readonly<Record<string, string>> = {
  ...{ NIK: 'nik', KK: 'no_kk', NPWP: 'npwp', NPWP_PLAIN: 'npwp', NITKU: 'nitku', BPJS: 'no_bpjs' },
  ...{ ID_PLATE: 'nopol', ID_PHONE: 'no_hp', NRIC: 'nric', FIN: 'fin', UEN: 'uen' },
  ...{ SG_POSTAL: 'postal_code', SG_PHONE: 'contact_phone', MYKAD: 'no_kp', MYKAD_PLAIN: 'mykad' },
  ...{ MY_PHONE: 'telefon', AADHAAR: 'aadhaar', PAN: 'pan', GSTIN: 'gstin', VOTER: 'voter_id' },
  ...{ IFSC: 'ifsc', UPI: 'upi_id', IN_PHONE: 'mobile', SSN: 'ssn', ITIN: 'itin', EIN: 'ein' },
  ...{ ROUTING: 'routing_number', NPI: 'npi', MBI: 'mbi', DEA: 'dea_number', US_PHONE: 'phone' },
  ...{ NINO: 'national_insurance', NHS: 'nhs_number', UTR: 'utr', POSTCODE: 'postcode' },
  ...{ UK_PHONE: 'telephone', TFN: 'tfn', ABN: 'abn', ACN: 'acn', AU_MEDICARE: 'medicare_number' },
  ...{ AU_PHONE: 'mobile', VAT: 'vat_id', DNI: 'dni', FISCAL: 'codice_fiscale', NIR: 'nir' },
  ...{ STEUER: 'steuer_id', BSN: 'bsn', PESEL: 'pesel', PERSONNUMMER: 'personnummer' },
  ...{ EU_PHONE: 'telefon', EMAIL: 'email', CARD: 'card_number', IBAN: 'iban', IPV4: 'ip' },
  ...{ IPV6: 'ip', MAC: 'mac', BIRTH: 'date_of_birth', PASSPORT: 'passport_no' },
  ...{ ACCOUNT: 'account_number' },
};
