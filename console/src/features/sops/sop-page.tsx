export function SopPage() { return null; }
