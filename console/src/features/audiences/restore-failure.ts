import { create } from 'zustand';

/** Why an archived audience could not be taken back. The toast that offers it is gone by then: the list, where one stands after archiving, tells it. */
export const useRestoreFailure = create<{ error: unknown }>()(() => ({ error: null }));
