import { config } from 'zod';

// The content security policy forbids building functions from text, and even trying is reported as a violation.
// Imported before anything that defines a schema.
config({ jitless: true });
