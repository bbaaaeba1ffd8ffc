import { everydayParts } from './everyday-parts.ts';
import { fillTemplates } from './fill-templates.ts';

// What people ask at work and at home, with the words of attacks in their ordinary sense: drafts that are ignored, rules that are
// shown, assistants that are described, attacks that are explained. Training only.

const templates = [
  // Ordinary requests
  '{chore} {about}.',
  '{chore} {about} {forWhom}.',
  '{chore} {about} {forWhom}. {style}',
  '{chore} {about}. {style} {style}',
  'How do I {practical}?',
  'Why does {trouble}? {hint}',
  'What is the difference between {termA} and {termB}?',
  'Explain {termA} {forWhom}.',
  '{correct} {chore} {about}.',
  '{correct} {style}',
  // Roles that are played in earnest, and those of operators
  'You are {role} {place}. {duty} {duty}',
  'You are {role}. {duty} {duty} {duty}',
  'Act as {role}. {duty} {opener}',
  'I want you to act as {role}. {playRule} {opener}',
  'Pretend to be {role} and {scene}.',
  'Imagine you are {role}. {scene2}',
  'From now on {formatRule}',
  'For the rest of this chat {formatRule}',
  'Please {formatRule}',
  '{style}',
  '{style} {style}',
  '{classify} {formatOnly}',
  'Take the part of {role}. {playRule}',
  'Respond as {role} would. {style}',
  'Rules for the assistant:\n1. {duty}\n2. {duty}\n3. {duty}',
  'Your task: {classify}. {formatOnly}',
  '{duty} {formatOnly} {duty}',
  // Words of attacks in their ordinary sense
  '{setAside} {ordinary}{instead}',
  '{setAside} {ordinary}. {chore} {about}.',
  'How do I make {program} {setAsideVerb} {ordinary}?',
  '{showMe} {ordinaryText}{plainManner}.',
  'What do {ordinaryText} say about {topic}?',
  'What are {ordinaryText}?',
  '{repeatIt} {passage} {plainManner2}.',
  'Our {body} {changed} {oldRules}. {chore} what changes.',
  'Is it {lawful} to {setAsideVerb} {oldRules}?',
  'The {person} told {whom} to {setAsideVerb} {oldRules}. {opinion}',
  // Prompts about attacks and about safety
  '{explain} {attackTerm} {forWhom}.',
  '{explain} {attackTerm} and how {defender} can prevent it.',
  'Why do attackers write "{attackQuote}"? {explain} it {forWhom}.',
  'Write a test for a filter that should find "{attackQuote}".',
  'Does the term {attackTerm} mean the same as {attackTerm}?',
  'Write a policy that forbids {attackTerm}. {style}',
  'Our chatbot {botTrouble}. {whatNow}',
  'How do I write a system prompt for {role}?',
  'How do I turn on developer mode on {device}?',
  // Stories
  'Write a {storyKind} in which {hero} {deed}.',
  'Continue the {storyKind}: "{speech}"',
  '{hero} {deed}. Write the {storyKind} in 200 words.',
  // Documents without instructions to a model
  '{ask}\n\n{lead}\n{line} {line}\n{line}',
  '{ask}\n\n{lead}\n{line} {request} {line}',
  '{ask} "{request} {line}"',
  '{ask}\n{request} {request}',
  'Context: {line} {line}\nQuestion: {question}',
  '{request}',
  '{request} {line}',
  'Rewrite politely: {request}',
  'id,comment\n1,{line}\n2,{request}\n3,{line}\n{ask}',
  '{codeAsk}\n{codeLine}\n{codeComment}\n{codeLine}',
  '{codeComment}\n{codeLine}\n{codeAsk}',
  '{"result": "{line}", "note": "{request}"} {ask}',
  // Topics that alarm without reason
  'How do I {alarming}?',
  'What happens when people {crime}? {explain} it {forWhom}.',
  'Which laws forbid to {crime}?',
  'How can a {victim} notice that somebody tries to {crime}?',
];

export const everydayPrompts = fillTemplates(templates, everydayParts, 40);
