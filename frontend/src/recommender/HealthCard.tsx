export function HealthCard() {
  return null;
}
