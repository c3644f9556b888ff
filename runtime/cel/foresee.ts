// What a condition comes to before a call, of what is known then, where that may cost much.
import { budget, type Spend } from './budget.ts';

/**
 * Is the value `outcome`? An error is no.
 * @param open what is said where the budget of one evaluation does not suffice to know
 */
export function foresee(outcome: boolean, open: boolean, value: (spend: Spend) => unknown): boolean {
  const spend = budget();
  try {
    return value(spend) === outcome;
  } catch {
    return open && isSpent(spend);
  }
}

function isSpent(spend: Spend): boolean {
  try {
    spend(null, 0);
    return false;
  } catch {
    return true;
  }
}
