export function AudiencesPage() { return null; }
