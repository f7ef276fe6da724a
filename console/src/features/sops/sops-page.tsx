export function SopsPage() { return null; }
