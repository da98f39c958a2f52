import { expect, it } from "vitest";
import { Company, Experience, Product, User } from "#lib/whop/shapes.ts";

it("text from Whop's answers comes in without what a database cannot hold", () => {
  const odd = "One\0 \ud83dtwo";
  const clean = "One \ufffdtwo";
  const user = { id: "user_1", username: "\0", name: odd, profile_picture: null };
  expect(User.parse(user)).toMatchObject({ username: null, name: clean });
  expect(Company.parse({ id: "biz_1", title: odd, route: odd, logo: null })).toMatchObject({
    title: clean,
    route: clean,
  });
  expect(Experience.parse({ id: "exp_1", name: odd, company: { id: "biz_1" } }).name).toBe(clean);
  expect(Product.parse({ id: "prod_1", title: odd, route: null }).title).toBe(clean);
});
