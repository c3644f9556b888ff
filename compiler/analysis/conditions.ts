// Every expression of the model, wherever it stands.
import type { Condition } from '../language/conditions.ts';
import { placesOf } from '../language/places.ts';
import type { Models } from '../language/rooms.ts';

export function conditionsOf(models: Models): readonly Condition[] {
  const { access, routes } = models;
  return [
    ...[...access.rules, ...routes.routes].flatMap(({ when }) => when ?? []),
    ...placesOf(models).map(({ condition }) => condition),
  ];
}
