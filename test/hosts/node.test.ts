import { describe } from 'vitest';
import { serves } from './suite/serves.ts';
import { survives } from './suite/survives.ts';

describe('Node: an emitted gateway serves', serves);
describe('Node: an emitted gateway survives', survives);
