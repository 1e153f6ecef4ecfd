// Draws the API's document; everything it needs comes from this host.
type Ui = (options: object) => void;

window.addEventListener('DOMContentLoaded', () => {
  (window as unknown as { SwaggerUIBundle: Ui }).SwaggerUIBundle({
    url: '/api/openapi.json', dom_id: '#swagger', deepLinking: true, docExpansion: 'none', defaultModelsExpandDepth: 0, validatorUrl: null,
    requestInterceptor: (request: { headers: Record<string, string> }) => {
      request.headers['x-csrf-token'] = document.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content ?? '';
      return request;
    },
  });
});
