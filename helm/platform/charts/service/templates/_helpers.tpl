{{/* All take {name, values, release, chart}, so that the platform's migrate Job can use them for each service. */}}

{{- define "service.selector" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .release.Name }}
{{- end }}

{{- define "service.labels" -}}
{{ include "service.selector" . }}
app.kubernetes.io/part-of: secondlook
app.kubernetes.io/version: {{ .chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .release.Service }}
{{- end }}

{{- define "service.image" -}}
{{ .values.global.image.registry }}/{{ .name }}:{{ .values.global.image.tag | default .chart.AppVersion }}
{{- end }}

{{/* A setting by a key of a Secret, or by a URL. */}}
{{- define "service.store" -}}
- name: {{ .variable }}
  {{- if .store.url }}
  value: {{ .store.url | quote }}
  {{- else }}
  valueFrom: { secretKeyRef: { name: {{ .store.secret }}, key: {{ .store.key }} } }
  {{- end }}
{{- end }}

{{/* The settings: docs/settings.md. */}}
{{- define "service.env" -}}
{{- $global := .values.global -}}
{{- $release := .release.Name -}}
- { name: OPS_PORT, value: "9090" }
- { name: GRPC_PORT, value: "50051" }
{{- if .values.http }}
- { name: HTTP_PORT, value: "8080" }
{{- end }}
- name: INSTANCE_ID
  valueFrom: { fieldRef: { fieldPath: metadata.name } }
- { name: LOG_LEVEL, value: {{ $global.logLevel }} }
- { name: SERVICE_KEY_FILE, value: /keys/service.json }
- { name: SERVICE_JWKS_FILE, value: /keys/service-jwks.json }
{{- with $global.identity.issuer }}
- { name: USER_ISSUER, value: {{ . | quote }} }
{{- end }}
{{- with $global.identity.jwksUrl }}
- { name: USER_JWKS_URL, value: {{ . | quote }} }
{{- end }}
{{- if .values.needs.keyEncryption }}
- name: KEY_ENCRYPTION_KEYS
  valueFrom: { secretKeyRef: { name: {{ $global.keys.encryption.secret }}, key: {{ $global.keys.encryption.key }} } }
{{- end }}
{{- range .values.needs.stores }}
{{- $store := index $global.stores . }}
{{- if ne . "erasureLedger" }}
{{ include "service.store" (dict "variable" (printf "%s_URL" (upper .)) "store" $store) }}
{{- else if $store.enabled }}
{{ include "service.store" (dict "variable" "ERASURE_LEDGER_MONGO_URL" "store" $store) }}
{{- end }}
{{- end }}
{{- range .values.needs.calls }}
- { name: {{ . | upper | replace "-" "_" }}_ADDR, value: "{{ $release }}-{{ . }}:50051" }
{{- end }}
{{- if $global.caBundle.secret }}
- { name: NODE_EXTRA_CA_CERTS, value: /ca/ca.crt }
{{- end }}
{{- with $global.traces.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
- { name: OTEL_SERVICE_NAME, value: {{ $.name }} }
{{- end }}
- { name: NODE_OPTIONS, value: "--max-old-space-size={{ int .values.heapMb }} --max-semi-space-size=4" }
- { name: MALLOC_ARENA_MAX, value: "2" }
{{- range $name, $value := .values.settings }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{- define "service.volumes" -}}
- name: keys-of-{{ .name }}
  secret:
    secretName: {{ .values.global.keys.services }}
    defaultMode: 0440
    items:
      - { key: {{ .name }}.json, path: service.json }
      - { key: service-jwks.json, path: service-jwks.json }
{{- end }}

{{- define "service.caVolume" -}}
{{- if .secret }}
- name: ca
  secret:
    secretName: {{ .secret }}
    items: [{ key: {{ .key }}, path: ca.crt }]
{{- end }}
{{- end }}

{{- define "service.mounts" -}}
- { name: keys-of-{{ .name }}, mountPath: /keys, readOnly: true }
{{- if .values.global.caBundle.secret }}
- { name: ca, mountPath: /ca, readOnly: true }
{{- end }}
{{- end }}

{{/* Pod Security "restricted", and more. */}}
{{- define "service.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "service.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end }}
