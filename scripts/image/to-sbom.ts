import { type Package } from './list-packages';

/** A CycloneDX bill of materials. Not npm's: `npm sbom` leaves out what a workspace shares with the tools of development. */
export function toSbom(image: string, packages: readonly Package[]) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: `secondlook/${image}` } },
    components: packages.map(({ name, version, license, path, integrity }) => ({
      type: 'library',
      'bom-ref': path,
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      ...(license === undefined ? {} : { licenses: [{ license: { name: license } }] }),
      ...(integrity === undefined ? {} : { hashes: toHashes(integrity) }),
    })),
  };
}

function toHashes(integrity: string) {
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/s);
  return [{ alg: algorithm.replace(/^sha/, 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') }];
}
