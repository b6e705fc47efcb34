import { z } from "zod";

// Importing this keeps schemas that are made afterwards from building their readers out of text, which is faster and
// needs `eval`. For a page whose content security policy forbids it: the mere try is a reported violation.
z.config({ jitless: true });
