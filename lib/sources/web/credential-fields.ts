import { z } from "zod";

/** A name and a password, as a browser's own sign-in window asks for (HTTP Basic). */
export const password = z
  .object({
    username: z
      .string({ error: "Enter the user name." })
      .trim()
      .min(1, "Enter the user name.")
      .meta({ title: "User name" }),
    password: z
      .string({ error: "Enter the password." })
      .min(1, "Enter the password.")
      .meta({ title: "Password", secret: true }),
  })
  .meta({
    title: "User name and password",
    description: "For sites that the browser itself asks a name and a password for.",
    steps: [
      "Open the site in a private window: if the browser's own window asks for a name and a password, they are these.",
      "A sign-in page of the site can't be filled in. Use a header with a cookie or a token instead.",
    ],
  });

/** Headers that go with each request to the start page's origin. */
export const headers = z
  .object({
    headers: z
      .record(
        z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "A header's name has no spaces or colons."),
        z.string().min(1, "A header needs a value."),
        { error: "Write one header per line, such as Authorization: Bearer abc." },
      )
      .refine((all) => Object.keys(all).length > 0, "Write at least one header.")
      .meta({
        title: "Headers",
        description: "One per line. They are sent to the start page's site only.",
        placeholder: "Authorization: Bearer …",
        widget: "headers",
        secret: true,
      }),
  })
  .meta({
    title: "Headers",
    description: "For sites that take a token or a cookie.",
    steps: [
      "Ask who runs the site for a token, and how it is sent; often it is “Authorization: Bearer …”.",
      "Or sign in with your browser, open its developer tools, “Network”, and copy the Cookie header of a request. It stops working when you sign out.",
    ],
  });
