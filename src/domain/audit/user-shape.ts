import { id } from './body-shape.ts';
import { changes, type FactOf, type OwnShape } from './fact-part-shapes.ts';
import type { UserFact } from './tenant-fact.ts';

const userFact: OwnShape<UserFact> = { user: id('usr'), changes };

/** The fields of each type beyond the common ones; part of `factShapes`. */
export const userShapes: { readonly [Type in UserFact['type']]: OwnShape<FactOf<Type>> } = {
  'user.invited': userFact,
  'user.joined': userFact,
  'user.role_changed': userFact,
  'user.disabled': userFact,
  'user.enabled': userFact,
};
