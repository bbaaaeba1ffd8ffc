/** Which characters follow a prefix. */
export type TokenAlphabet = 'letters' | 'hex' | 'word' | 'dotted' | 'base64' | 'path';

/** A provider's keys: what they begin with, and how many characters of an alphabet follow. */
export interface TokenFormat {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly alphabet: TokenAlphabet;
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** Fewest digits among what follows, where a prefix is short enough to begin ordinary words; 0 unless given. */
  readonly digitsMin?: number;
}

type Row = readonly [
  name: string,
  prefixes: string,
  alphabet: TokenAlphabet,
  lengthMin: number,
  lengthMax: number,
  digitsMin?: number,
];

const rows: readonly Row[] = [
  // Models
  ['anthropic', 'sk-ant-', 'word', 20, 160],
  ['openai', 'sk-proj- sk-svcacct- sk-admin- sk-None-', 'word', 20, 200],
  ['openrouter', 'sk-or-v1-', 'hex', 32, 64],
  ['sk_key', 'sk-', 'word', 20, 200, 2],
  ['groq', 'gsk_', 'letters', 40, 60],
  ['xai', 'xai-', 'letters', 60, 100],
  ['perplexity', 'pplx-', 'letters', 40, 60],
  ['replicate', 'r8_', 'letters', 32, 45],
  ['hugging_face', 'hf_ api_org_', 'letters', 30, 45],
  ['fireworks', 'fw_', 'letters', 20, 40, 2],
  ['langsmith', 'lsv2_pt_ lsv2_sk_', 'word', 32, 60],
  ['nvidia', 'nvapi-', 'word', 50, 80],
  ['pinecone', 'pcsk_', 'word', 50, 90],
  ['tavily', 'tvly-', 'word', 24, 48],
  // Clouds
  ['aws_access_key', 'AKIA ASIA ABIA ACCA A3T', 'letters', 16, 17],
  ['aws_bedrock', 'ABSK', 'base64', 100, 280],
  ['aws_bedrock_short', 'bedrock-api-key-', 'base64', 40, 1000],
  ['google_api', 'AIza', 'word', 35, 35],
  ['google_oauth', 'ya29.', 'word', 30, 400],
  ['google_client_secret', 'GOCSPX-', 'word', 28, 28],
  ['alibaba', 'LTAI', 'letters', 12, 26],
  ['digitalocean', 'dop_v1_ doo_v1_ dor_v1_', 'hex', 64, 64],
  ['cloudflare_origin', 'v1.0-', 'word', 150, 190],
  ['yandex', 'AQVN', 'word', 35, 38],
  ['fly', 'fo1_', 'word', 43, 43],
  ['fly_macaroon', 'fm1r_ fm1a_ fm2_', 'base64', 100, 1000],
  ['heroku', 'HRKU-', 'word', 36, 64],
  ['scalingo', 'tk-us-', 'word', 48, 48],
  ['render', 'rnd_', 'letters', 28, 40],
  ['supabase', 'sbp_ sb_secret_', 'word', 24, 64],
  ['neon', 'napi_', 'letters', 48, 72],
  ['vercel', 'vcp_ vci_ vca_ vcr_ vck_', 'letters', 24, 64],
  ['netlify', 'nfp_', 'letters', 36, 46],
  // Source code and delivery
  ['github', 'ghp_ gho_ ghu_ ghs_ ghr_', 'letters', 36, 255],
  ['github_fine_grained', 'github_pat_', 'word', 22, 120],
  [
    'gitlab',
    'glpat- gldt- glrt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- glwt-',
    'dotted',
    20,
    80,
  ],
  ['gitlab_job', 'glcbt-', 'dotted', 20, 80],
  ['gitlab_runner', 'GR1348941', 'word', 20, 20],
  ['npm', 'npm_', 'letters', 36, 36],
  ['pypi', 'pypi-', 'word', 50, 1000],
  ['rubygems', 'rubygems_', 'hex', 48, 48],
  ['clojars', 'CLOJARS_', 'letters', 60, 60],
  ['docker', 'dckr_pat_ dckr_oat_', 'word', 24, 40],
  ['artifactory', 'AKCp', 'letters', 60, 72],
  ['artifactory_reference', 'cmVmd', 'letters', 59, 59],
  ['atlassian', 'ATATT3 ATCTT3 ATBB', 'dotted', 24, 220],
  ['circleci', 'CCIPAT_ CCIPRJ_', 'word', 40, 80],
  ['buildkite', 'bkua_', 'hex', 40, 40],
  ['sonar', 'squ_ sqp_ sqa_', 'hex', 40, 40],
  ['sourcegraph', 'sgp_', 'word', 40, 62],
  ['snyk', 'snyk_', 'word', 30, 80],
  ['octopus', 'API-', 'letters', 26, 36, 2],
  ['harness', 'pat. sat.', 'dotted', 60, 90, 4],
  ['prefect', 'pnu_', 'letters', 36, 36],
  ['pulumi', 'pul-', 'hex', 40, 40],
  ['terraform', 'atlasv1.', 'word', 60, 70],
  ['openshift', 'sha256~', 'word', 43, 43],
  ['postman', 'PMAK-', 'word', 59, 59],
  ['readme', 'rdme_', 'letters', 70, 70],
  ['infracost', 'ico-', 'letters', 32, 32],
  ['tailscale', 'tskey-', 'word', 20, 80],
  ['launchdarkly', 'api- sdk- mob-', 'hex', 36, 36],
  ['defined_networking', 'dnkey-', 'dotted', 79, 79],
  // Secret stores
  ['vault', 'hvs. hvb. hvr.', 'word', 24, 300],
  ['vault_legacy', 's.', 'letters', 24, 24, 2],
  ['doppler', 'dp.pt. dp.st. dp.ct. dp.sa.', 'dotted', 40, 60],
  ['onepassword', 'A3-', 'word', 29, 37, 2],
  ['onepassword_service', 'ops_eyJ', 'base64', 60, 1000],
  ['age', 'AGE-SECRET-KEY-1', 'letters', 58, 58],
  ['authress', 'sc_ ext_ scauth_ authress_', 'dotted', 50, 200, 4],
  ['infisical', 'st.', 'dotted', 60, 120, 4],
  // Messages and mail
  ['slack', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxe-', 'word', 8, 260],
  ['slack_config', 'xoxe.xoxb- xoxe.xoxp-', 'word', 100, 200],
  ['slack_app', 'xapp-', 'word', 20, 140],
  [
    'slack_webhook',
    'hooks.slack.com/services/ hooks.slack.com/workflows/ hooks.slack.com/triggers/',
    'path',
    24,
    80,
  ],
  ['discord_webhook', 'discord.com/api/webhooks/ discordapp.com/api/webhooks/', 'path', 60, 110],
  ['teams_webhook', 'webhook.office.com/webhookb2/', 'path', 100, 220],
  ['sendgrid', 'SG.', 'dotted', 40, 70],
  ['brevo', 'xkeysib- xsmtpsib-', 'word', 60, 90],
  ['mailgun', 'key-', 'hex', 32, 32],
  ['resend', 're_', 'word', 24, 40, 2],
  ['twilio', 'SK', 'hex', 32, 32],
  ['facebook_page', 'EAAM EAAC', 'letters', 60, 300],
  // Payments and shops
  ['stripe', 'sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_', 'letters', 10, 250],
  ['stripe_webhook', 'whsec_', 'base64', 24, 64],
  ['square', 'EAAA', 'word', 22, 64, 2],
  ['square_oauth', 'sq0atp- sq0csp-', 'word', 22, 64],
  ['braintree', 'access_token$production$ access_token$sandbox$', 'word', 40, 60],
  ['razorpay', 'rzp_live_ rzp_test_', 'letters', 14, 24],
  ['midtrans', 'Mid-server- SB-Mid-server-', 'word', 16, 40],
  ['xendit', 'xnd_production_ xnd_development_', 'word', 24, 80],
  ['flutterwave', 'FLWSECK_TEST- FLWSECK- FLWPUBK_TEST-', 'word', 12, 40],
  ['gocardless', 'live_', 'word', 40, 40],
  ['lob', 'live_ test_', 'hex', 35, 35],
  ['plaid', 'access-sandbox- access-development- access-production-', 'word', 36, 36],
  ['duffel', 'duffel_test_ duffel_live_', 'dotted', 43, 43],
  ['shippo', 'shippo_live_ shippo_test_', 'hex', 40, 40],
  ['easypost', 'EZAK EZTK', 'letters', 54, 54],
  ['shopify', 'shpat_ shpca_ shppa_ shpss_', 'hex', 32, 32],
  // Operations and data
  ['databricks', 'dapi', 'word', 32, 34, 4],
  ['datadog', 'ddapi_ ddapp_', 'letters', 30, 50],
  ['grafana', 'glsa_', 'word', 41, 41],
  ['grafana_cloud', 'glc_', 'base64', 32, 400],
  ['dynatrace', 'dt0c01.', 'dotted', 80, 100],
  ['new_relic', 'NRAK- NRJS- NRII-', 'word', 19, 40],
  ['sentry_org', 'sntrys_', 'base64', 40, 500],
  ['sentry_user', 'sntryu_', 'hex', 64, 64],
  ['planetscale', 'pscale_tkn_ pscale_oauth_ pscale_pw_', 'dotted', 32, 64],
  ['clickhouse', '4b1d', 'letters', 38, 38],
  ['posthog', 'phx_ phs_', 'letters', 36, 60],
  ['airtable', 'pat', 'dotted', 79, 79, 10],
  ['notion', 'ntn_ secret_', 'letters', 40, 50],
  ['linear', 'lin_api_', 'letters', 40, 40],
  ['figma', 'figd_', 'word', 38, 48],
  ['typeform', 'tfp_', 'dotted', 40, 64],
  ['contentful', 'CFPAT-', 'word', 40, 48],
  ['frameio', 'fio-u-', 'dotted', 64, 64],
  ['adobe', 'p8e-', 'letters', 32, 32],
  ['dropbox', 'sl.', 'dotted', 130, 200],
  ['mapbox', 'pk.eyJ sk.eyJ', 'dotted', 60, 110],
  ['intra42', 's-s4t2ud- s-s4t2af-', 'hex', 64, 64],
  ['settlemint', 'sm_aat_ sm_pat_ sm_sat_', 'letters', 16, 16],
];

/**
 * Prefixes that providers gave their keys so that they are found, with the lengths of their documentation; lengths are wide
 * where a provider has changed them before.
 */
export const tokenFormats: readonly TokenFormat[] = rows.map(
  ([name, prefixes, alphabet, lengthMin, lengthMax, digitsMin]) => ({
    name,
    prefixes: prefixes.split(' '),
    alphabet,
    lengthMin,
    lengthMax,
    ...(digitsMin !== undefined && { digitsMin }),
  }),
);
