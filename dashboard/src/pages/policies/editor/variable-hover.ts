import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { nameOf } from '../../../../../src/domain/policy/condition/type.ts';
import type { Declarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import { variableAt } from './condition-colours.ts';
import { fieldAt } from './condition-options.ts';
import { phasesIn } from './document-options.ts';

/** Tells what a variable is and of what type, on hovering over it. */
export function variableHover(declarations: Declarations): Extension {
  return hoverTooltip(({ state }, offset) => {
    const text = state.doc.toString();
    const variable = variableAt(text, offset);
    if (variable === undefined) return null;
    const field = fieldAt(variable.path, { ...declarations, phases: phasesIn(text) });
    if (field === undefined) return null;
    const { from, to, path } = variable;
    const create = () => ({
      dom: tooltip(path, field.type.kind === 'record' ? '' : nameOf(field.type), field.about),
    });
    return { pos: from, end: to, above: true, create };
  });
}

function tooltip(path: string, type: string, about: string): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-variable';
  const head = document.createElement('code');
  head.textContent = type === '' ? path : `${path}: ${type}`;
  const text = document.createElement('div');
  text.textContent = about;
  dom.append(head, text);
  return dom;
}
