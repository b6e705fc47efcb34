import { expect, test } from "vitest";
import { fillPop, popOrigin, popUrlProblem } from "../src/index.js";

const values = { "customer.name": "Ada & Söhne/?", "data.policy": "LK 7" };

test("values are written into an address as values, and a missing one is told", () => {
  const url =
    "https://crm.example/{{customer.name}}?p={{data.policy}}&l={{customer.language|}}&a={{customer.account}}";
  expect(fillPop(url, values, encodeURIComponent)).toEqual({
    text: "https://crm.example/Ada%20%26%20S%C3%B6hne%2F%3F?p=LK%207&l=&a=",
    missing: ["customer.account"],
  });
  expect(fillPop("Hello {{customer.name|there}} {{customer.email|none}}", values)).toEqual({
    text: "Hello Ada & Söhne/? none",
    missing: [],
  });
});

test("only https and this machine, listed, and no variable before the path", () => {
  const origins = ["https://crm.example", "http://127.0.0.1:8080"];
  expect(popUrlProblem("https://crm.example/{{case.number}}", origins)).toBeNull();
  expect(popUrlProblem("http://127.0.0.1:8080/", origins)).toBeNull();
  expect(popUrlProblem("https://crm.example.evil.example/", origins)).toBe("origin_not_listed");
  expect(popUrlProblem("https://{{data.host}}/", origins)).toBe("variable_in_host");
  expect(popUrlProblem("https://crm.example@evil.example/", origins)).toBe("not_secure");
  expect(popUrlProblem("http://crm.example/", origins)).toBe("not_secure");
  expect(popUrlProblem("javascript:alert(1)", origins)).toBe("not_an_address");
  expect(popUrlProblem("https://crm.example/{{x}}", origins)).toBe("unknown_variable");
  expect(popOrigin("http://localhost:3000/x")).toBe("http://localhost:3000");
});
