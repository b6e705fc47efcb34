/** Text to speech by a program of this machine (TTS_COMMAND). Decision 0182. */
export { commandWords } from "./command-line.js";
export { CommandSpeech, type CommandSpeechOptions } from "./command-speech.js";
