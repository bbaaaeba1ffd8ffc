/** Words of tool names that stand for acting on the world: running programs, sending, paying, deleting, changing access. */
const powerfulWords: ReadonlySet<string> = new Set(
  (
    'exec execute eval shell bash sh terminal command cmd powershell python interpreter computer browser sql ' +
    'write delete remove drop deploy install email mail send sms post publish upload webhook ' +
    'pay payment payments transfer wire refund charge purchase buy trade grant permission permissions password'
  ).split(' '),
);

/** Whether what a tool is called says that it acts: `sendEmail`, `run_shell`, `payments.refund`. */
export function isPowerfulTool(name: string): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => powerfulWords.has(word));
}
