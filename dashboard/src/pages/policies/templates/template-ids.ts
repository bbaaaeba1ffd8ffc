export const templateIds = ['pii', 'models', 'tokens', 'time', 'injection', 'premium'] as const;
export type TemplateId = (typeof templateIds)[number];
