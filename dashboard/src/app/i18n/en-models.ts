/** The tenant's own names for models, and what happens to requests between two providers' formats. */
export const enModels = {
  translation: {
    title: 'Translation between formats',
    text: 'A request in one provider’s format can be for another provider’s model. Some of its fields then have no counterpart.',
    strict: 'Strict: refuse the request',
    strictHint:
      'The client gets an error that names the field, and nothing is sent. Only what does not change the meaning of the answer, such as seed, is left out and listed.',
    lenient: 'Lenient: leave the field out',
    lenientHint:
      'The request goes out without it, and the answer can differ from what was asked for. Every field that was left out or changed is listed in the header X-Monago-Translation and in the audit entry.',
    note: 'Requests in the format of the model’s own provider are always forwarded as they are.',
  },
  aliases: {
    title: 'Model aliases',
    text: 'Names of your own that clients can ask for. When a model is replaced, you change the alias and not your applications.',
    add: 'Add alias',
    edit: 'Edit',
    remove: 'Remove',
    count: (all: number) => (all === 1 ? '1 alias' : `${all} aliases`),
    columns: { alias: 'Alias', target: 'Stands for', changed: 'Changed', actions: 'Actions' },
    emptyTitle: 'No alias yet',
    emptyText: 'Clients ask for models by their providers’ names.',
    hides: (provider: string) => `Hides ${provider}’s model`,
    hidesWhy: (provider: string) =>
      `${provider} has a model of this name. Requests for it go to the alias’s model as long as the alias exists.`,
    editTitle: (alias: string) => `Edit ${alias}`,
    alias: 'Alias',
    aliasHint: 'What clients send as model, for example house-model.',
    aliasFixed: 'An alias keeps its name. Add another one for another name.',
    aliasRule: 'Use letters, digits and . _ - : [ ] only, beginning with a letter or digit.',
    aliasTaken: 'There is an alias of this name already. Edit that one.',
    provider: 'Provider',
    model: 'Model',
    modelHint: 'The id as the provider writes it.',
    modelRule: 'This cannot be a model’s id. Give it without the provider’s prefix.',
    submitAdd: 'Add alias',
    submitEdit: 'Save',
    removeTitle: (alias: string) => `Remove ${alias}`,
    removeText: (alias: string) =>
      `From then on ${alias} is taken for a model’s own name, and requests for it are refused.`,
    removeTextHides: (alias: string, provider: string) =>
      `Requests that ask for ${alias} go to ${provider}’s model of that name from then on.`,
    removeSubmit: 'Remove alias',
  },
};
