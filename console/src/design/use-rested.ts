import { useEffect, useState } from 'react';

/** A value that follows after a rest: typing asks one question and not ten, and a click is painted before what it brings. */
export function useRested<Value>(value: Value, restMs: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return rested;
}
