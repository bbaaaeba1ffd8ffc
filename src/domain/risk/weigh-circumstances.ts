import type {
  InjectionSignal,
  InjectionSignalName,
} from '../inspection/injection/injection-signal.ts';
import { isPowerfulTool } from './powerful-tool.ts';
import type { RiskGroup } from './risk-assessment.ts';
import type { RiskEvidence } from './risk-evidence.ts';
import * as weights from './risk-weights.ts';
import { untouched, type WeighedSignal } from './weighed-signal.ts';

const links: ReadonlySet<InjectionSignalName> = new Set(['exfiltration_url', 'markdown_image']);

/** The strongest of each kind, wherever it stands: a conversation repeats what was said before. */
export function weighInjection({ injection, where }: RiskEvidence): readonly WeighedSignal[] {
  const strongest = new Map<InjectionSignalName, InjectionSignal>();
  for (const signal of injection) {
    const { points } = strongest.get(signal.name) ?? { points: 0 };
    if (signal.points > points) strongest.set(signal.name, signal);
  }
  return [...strongest.values()].map(({ name, points }) =>
    where === 'response' && links.has(name)
      ? weighed('output', name, Math.max(points, weights.answerLinkPoints))
      : weighed('injection', name, points),
  );
}

/** What makes harm likelier or larger, whatever the texts say. */
export function weighContext({ context }: RiskEvidence): readonly WeighedSignal[] {
  const { tools, hasUnreadMedia, bytes, echoesSystemPrompt } = context;
  return [
    weighed(
      'context',
      'powerful_tools',
      tools.some(isPowerfulTool) ? weights.powerfulToolPoints : 0,
    ),
    weighed('context', 'unread_media', hasUnreadMedia ? weights.unreadMediaPoints : 0),
    weighed('context', 'size', bytes > weights.sizeBytesMax ? weights.sizePoints : 0),
    weighed(
      'output',
      'system_prompt_echo',
      echoesSystemPrompt ? weights.systemPromptEchoPoints : 0,
    ),
  ];
}

function weighed(group: RiskGroup, name: string, points: number): WeighedSignal {
  return { signal: `${group}.${name}`, group, ...untouched(points) };
}
