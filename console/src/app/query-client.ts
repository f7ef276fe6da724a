import { QueryClient } from '@tanstack/react-query';
import { isApiProblem } from '../api/problem.ts';

const retriesMax = 2;

/** Refusals are answers and are not asked again; only an unwell or unreachable server is, and only for reads. */
function worthAnotherTry(failures: number, error: Error): boolean {
  if (!isApiProblem(error)) return false;
  return failures < retriesMax && (error.status === 0 || error.status === 502 || error.status === 503 || error.status === 504);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: 10 * 60_000, retry: worthAnotherTry, retryDelay: (attempt) => 400 * 2 ** attempt, refetchOnWindowFocus: true },
      mutations: { retry: false },
    },
  });
}
