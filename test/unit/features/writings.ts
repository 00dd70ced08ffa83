/** One manifest in every way to write it; what is tested must not depend on it. */

export interface Written {
  readonly name: string;
  readonly languageId: string;
  readonly text: string;
}

/** Two containers, a third component of another domain, and baselines that speak of them. */
export const writings: readonly Written[] = [
  {
    name: 'JSON',
    languageId: 'kanto-json',
    text: `{
  "baselines": [
    { "title": "metrics", "components": ["containers:influxdb", "containers:telegraf"] },
    { "title": "os", "components": ["self-update:os-image", "influxdb"] }
  ],
  "domains": [
    {
      "id": "containers",
      "config": [{ "key": "systemContainers", "value": "monitor, influxdb" }],
      "components": [
        {
          "id": "influxdb",
          "version": "2.7.1",
          "config": [{ "key": "image", "value": "docker.io/library/influxdb:2.7.1" }]
        },
        {
          "id": "telegraf",
          "version": "1.28",
          "config": [{ "key": "host", "value": "db:container_influxdb-host" }]
        }
      ]
    },
    { "id": "self-update", "components": [{ "id": "os-image", "version": "1" }] }
  ]
}
`,
  },
  {
    name: 'block YAML',
    languageId: 'kanto-yaml',
    text: `baselines:
  - title: metrics
    components:
      - containers:influxdb # the first
      - "containers:telegraf"
  - title: os
    components:
      - self-update:os-image
      - influxdb
domains:
  - id: containers
    config:
      - key: systemContainers
        value: monitor, influxdb
    components:
      - id: influxdb
        version: "2.7.1"
        config:
          - key: image
            value: docker.io/library/influxdb:2.7.1
      - id: 'telegraf'
        version: "1.28"
        config:
          - key: host
            value: db:container_influxdb-host
  - id: self-update
    components:
      - id: os-image
        version: "1"
`,
  },
  {
    name: 'flow YAML',
    languageId: 'kanto-yaml',
    text: `baselines:
  - {title: metrics, components: ["containers:influxdb", "containers:telegraf"]}
  - {title: os, components: ["self-update:os-image", influxdb]}
domains: [
  {id: containers,
   config: [{key: systemContainers, value: "monitor, influxdb"}],
   components: [
     {id: influxdb, version: "2.7.1", config: [{key: image, value: "docker.io/library/influxdb:2.7.1"}]},
     {id: telegraf, version: "1.28", config: [{key: host, value: "db:container_influxdb-host"}]},
   ]},
  {id: self-update, components: [{id: os-image, version: "1"}]},
]
`,
  },
];
