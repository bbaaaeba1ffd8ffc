/**
 * How secrets look, written down from the public documentation of those who issue them and apart from the list of formats that
 * the detectors use. `9` a digit, `h` a hexadecimal digit, `x` a letter or digit, `X` a capital letter or digit, `w` what may
 * stand in base64url; within `[…×n]` n of them. What stands before `|` is written and is no secret.
 */
export const secretShapes = `
sk-ant-api03-[w×93]AA
sk-ant-admin01-[w×93]AA
sk-proj-[w×74]T3BlbkFJ[w×74]
sk-[x×20]T3BlbkFJ[x×20]
sk-or-v1-[h×64]
gsk_[x×52]
xai-[x×80]
pplx-[x×48]
hf_[x×34]
r8_[x×37]
nvapi-[w×64]
AKIA[X×16]
ASIA[X×16]
AIza[w×35]
GOCSPX-[w×28]
ya29.[w×120]
LTAI[x×20]
dop_v1_[h×64]
ghp_[x×36]
gho_[x×36]
ghs_[x×36]
github_pat_[x×22]_[x×59]
glpat-[w×20]
npm_[x×36]
pypi-AgEIcHlwaS5vcmc[w×120]
rubygems_[h×48]
dckr_pat_[w×27]
xoxb-[9×12]-[9×13]-[x×24]
xoxp-[9×12]-[9×12]-[9×12]-[h×32]
xapp-1-A[X×10]-[9×13]-[h×64]
https://|hooks.slack.com/services/T[X×10]/B[X×10]/[x×24]
https://|discord.com/api/webhooks/[9×18]/[w×68]
SG.[w×22].[w×43]
xkeysib-[h×64]-[x×16]
key-[h×32]
SK[h×32]
sk_live_[x×24]
rk_live_[x×24]
sk_test_[x×99]
whsec_[x×32]
sq0atp-[w×22]
rzp_live_[x×14]
xnd_production_[x×48]
shpat_[h×32]
dapi[h×32]
glsa_[x×32]_[h×8]
NRAK-[X×27]
lin_api_[x×40]
figd_[w×40]
ntn_[9×11][x×35]
CFPAT-[w×43]
hvs.[w×90]
dp.pt.[x×43]
AGE-SECRET-KEY-1[X×58]
PMAK-[h×24]-[h×34]
tskey-auth-[x×16]-[x×32]
sntrys_[w×160]
phx_[x×43]
pscale_tkn_[w×43]
sbp_[h×40]
[9×10]:AA[w×33]
eyJhbGciOiJIUzI1NiJ9.eyJ[x×40].[w×43]
-----BEGIN RSA PRIVATE KEY-----
`;

/** Where secrets stand, `{SECRET}` in their place. */
export const secretPlaces = `
export API_TOKEN={SECRET}
The deploy failed with {SECRET} in the log, can you see why?
{"credentials": {"token": "{SECRET}"}}
curl -H "X-Auth-Key: {SECRET}" https://api.example.com/v2/items
const client = new Client('{SECRET}');
Ini kuncinya: {SECRET} tolong jangan disebar.
`;

/** Secrets that no prefix tells: what stands before them does. What is to be found stands in braces. */
export const assignedSecrets = `
password: {hunter[x×8]}
DB_PASSWORD={[x×16]}
"client_secret": "{[w×40]}"
postgres://app:{[x×18]}@db.internal:5432/orders
AWS_SECRET_ACCESS_KEY={[x×40]}
Authorization: Bearer {[w×60]}
Authorization: Basic {[x×30]}==
api_key = "{[h×32]}"
kata sandi saya {[x×10]9!}
`;
