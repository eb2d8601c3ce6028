/** One of the eight emotions; the word itself, which the prompt has, stands beside the reader's. */
import { EMOTIONS, type Emotion } from "../pool/words";
import { useWordNames } from "./wordName";

interface Props {
  label: string;
  value: Emotion;
  onChange: (emotion: Emotion) => void;
}

export function EmotionChoice({ label, value, onChange }: Props) {
  const names = useWordNames();
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value as Emotion)}>
        {EMOTIONS.map((emotion) => (
          <option key={emotion} value={emotion}>
            {names.emotion(emotion)}
          </option>
        ))}
      </select>
    </label>
  );
}
