import { useRouter } from '@tanstack/react-router';
import { ErrorState } from '../ui/States.tsx';

/** A screen that threw: says so and offers to try again, without taking the rest of the desk down. */
export function ScreenProblem({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ErrorState error={error} onRetry={retry} />;
}
